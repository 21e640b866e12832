import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./fake-server.mjs", import.meta.url));

/** How the server of `fake-server.mjs` behaves. */
export interface Behaviour {
  /** The tools, page by page. */
  readonly pages?: unknown;
  readonly serverInfo?: { readonly name: string; readonly version?: string };
  /** The pages never end. */
  readonly circle?: boolean;
  /** It ends before it answers. */
  readonly exits?: boolean;
  /** It never answers. */
  readonly hangs?: boolean;
  /** It answers to `tools/list` with an error. */
  readonly refuses?: boolean;
  /** What it prints first, which is no message. */
  readonly prints?: string;
}

/** The command that starts a server which behaves so. */
export function fakeServer(behaviour: Behaviour): string {
  const quoted = [process.execPath, script, JSON.stringify(behaviour)].map(
    (word) => `"${word.replace(/["\\]/g, "\\$&")}"`,
  );
  return quoted.join(" ");
}
