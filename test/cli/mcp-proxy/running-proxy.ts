import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import type { CliHost, Signal } from "../../../src/cli/cli-host.js";
import { nodeHost } from "../../../src/cli/node-host.js";
import { runProgram } from "../../../src/cli/program.js";

/** The server that tests of the proxy talk to. */
export const fakeServer = [
  process.execPath,
  fileURLToPath(new URL("../../adapters/mcp/proxy/fake-server.mjs", import.meta.url)),
];

/** `polc mcp-proxy` while it runs. */
export interface RunningProxy {
  /** Sends a request; its answer. */
  ask(method: string, params?: object): Promise<Answer>;
  call(name: string, args?: object): Promise<Answer>;
  /** Closes its standard input. */
  end(): void;
  signal(signal: Signal): void;
  /** How it ended. */
  readonly code: Promise<number>;
  readonly stderr: () => string;
}

/** What answers a request. */
export interface Answer {
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text: string }[];
    readonly [member: string]: unknown;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

const host = nodeHost();

/** Starts `polc mcp-proxy ARGS`, with streams of its own. */
export function startProxy(args: readonly string[], env: CliHost["env"] = {}): RunningProxy {
  const input = new PassThrough();
  const signals = new Map<Signal, () => void>();
  const waiting = new Map<unknown, (answer: Answer) => void>();
  let written = "";
  let asked = 0;
  const output = (write: (text: string) => void) => ({ write, drained: async () => {}, isTerminal: false });
  const code = runProgram(["mcp-proxy", ...args], {
    ...host,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdout: output((line) => {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message);
    }),
    stderr: output((text) => {
      written += text;
    }),
    openFile: async (path) => (path === "-" ? input : host.openFile(path)),
    onSignal: (signal, listener) => {
      signals.set(signal, listener);
      return () => signals.delete(signal);
    },
  });
  const ask = (method: string, params?: object) => {
    const id = ++asked;
    input.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, ...(params && { params }) })}\n`);
    return new Promise<Answer>((resolve) => waiting.set(id, resolve));
  };
  return {
    ask,
    call: (name, given = {}) => ask("tools/call", { name, arguments: given }),
    end: () => void input.end(),
    signal: (signal) => signals.get(signal)?.(),
    code,
    stderr: () => written,
  };
}
