import type { CliHost } from "./cli-host.js";

/** All of a file, or of standard input for `-`; undefined where it cannot be read or is not UTF-8. */
export async function readAll(host: CliHost, path: string): Promise<string | undefined> {
  const chunks = await host.openFile(path);
  if (chunks === undefined) return undefined;
  // A byte order mark is kept: the lexer has something to say about it.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    let text = "";
    for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}
