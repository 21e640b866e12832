import type { DiagnosticCode } from "../../diagnostics/catalogue.js";
import type { ImportSource } from "../../importers/lock-file.js";
import type { SourceFile } from "../../source/source-file.js";
import type { CliHost } from "../cli-host.js";
import { readAll } from "../read-all.js";
import type { LiveSource } from "./live-tools.js";

/** The text of a list of tools, or why there is none. */
export type ListText =
  | { readonly file: SourceFile }
  | {
      readonly file?: undefined;
      readonly code: DiagnosticCode;
      readonly problem: string;
      readonly help?: string;
    };

/** Reads a list of tools from where it is; a server has `timeout` milliseconds to give it. */
export async function readListText(source: ImportSource, timeout: number, host: CliHost): Promise<ListText> {
  return source.kind === "file" ? readFile(source.path, host) : askServer(source, timeout, host);
}

/** The protocol's SDK is loaded only here. */
async function askServer(source: LiveSource, timeout: number, host: CliHost): Promise<ListText> {
  const { listLiveTools } = await import("./live-tools.js");
  const name = source.kind === "stdio" ? source.command : source.url;
  const live = await listLiveTools(source, { env: host.env, timeout });
  // In brackets: it is the name of no file.
  if (live.text !== undefined) return { file: { path: `<${name}>`, text: live.text } };
  const problem = `\`${name}\` does not list its tools: ${live.problem}`;
  return { code: "POL4020", problem, ...(live.help !== undefined && { help: live.help }) };
}

async function readFile(path: string, host: CliHost): Promise<ListText> {
  const text = await readAll(host, path);
  const name = path === "-" ? "<stdin>" : path;
  if (text !== undefined) return { file: { path: name, text } };
  return { code: "POL4018", problem: `\`${name}\` cannot be read, or is not UTF-8` };
}
