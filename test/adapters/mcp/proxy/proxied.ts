import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { lineTransport } from "../../../../src/adapters/mcp/proxy/line-transport.js";
import { proxyStdio, type StdioEnding } from "../../../../src/adapters/mcp/proxy/proxy-stdio.js";
import { readServerFrame } from "../../../../src/adapters/mcp/proxy/read-frame.js";
import { startServer } from "../../../../src/adapters/mcp/proxy/server-process.js";
import type { UpstreamConnection } from "../../../../src/adapters/mcp/proxy/upstream.js";

/** The command of the server in `fake-server.mjs`. */
export const fakeServer = [process.execPath, fileURLToPath(new URL("./fake-server.mjs", import.meta.url))];

/** A proxy whose client is a test. */
export interface Proxied {
  /** Writes text to the proxy's standard input, as it is. */
  write(text: string): void;
  /** Sends a message. */
  send(message: object): void;
  /** The next message that comes. */
  next(): Promise<Message>;
  /** Sends a request; its answer. What comes before it is kept for `next`. */
  ask(method: string, params?: object): Promise<Message>;
  call(name: string, args?: object): Promise<Message>;
  /** The client goes. */
  end(): Promise<StdioEnding>;
  abort(): Promise<StdioEnding>;
  readonly ending: Promise<StdioEnding>;
  /** What it told. */
  readonly told: string[];
  readonly stderr: () => string;
}

/** A message as it came. */
export interface Message {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: {
    readonly content?: readonly { readonly text?: string }[];
    readonly [member: string]: unknown;
  };
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** Where a proxied server is: a command starts it, or a function connects to it. */
export type Server = readonly string[] | (() => Promise<UpstreamConnection>);

/** Puts a proxy in front of a server; by default one that decides nothing. */
export function proxied(server: Server = fakeServer, guard: Guard = (client) => client): Proxied {
  const { input, output, ...proxy } = startProxy(server, guard);
  const { next, take } = inbox(output);
  let asked = 0;
  const client: Proxied = {
    ...proxy,
    write: (text) => void input.write(text),
    send: (message) => client.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`),
    next,
    ask: (method, params) => {
      const id = `test ${++asked}`;
      client.send({ id, method, ...(params && { params }) });
      return take((message) => message.id === id);
    },
    call: (name, args = {}) => client.ask("tools/call", { name, arguments: args }),
    end: () => {
      input.end();
      return proxy.ending;
    },
  };
  return client;
}

/** Puts a proxy in front of a server; the transport for a client of the SDK. */
export function proxiedTransport(server: Server, guard: Guard): Transport {
  const { input, output } = startProxy(server, guard);
  const transport = lineTransport({
    input: output,
    output: { write: (text) => void input.write(text), drained: async () => {} },
    readFrame: readServerFrame,
    onProblem: () => {},
    onInputEnd: () => {},
  });
  const { close } = transport;
  transport.close = async () => {
    input.end();
    await close();
  };
  return transport;
}

type Guard = (client: Transport) => Transport;

function startProxy(server: Server, guard: Guard) {
  const input = new PassThrough();
  const output = new PassThrough();
  const controller = new AbortController();
  const told: string[] = [];
  let stderr = "";
  const start = (command: readonly string[], pace: () => Promise<void>) =>
    startServer(
      { command, env: process.env },
      {
        pace,
        onStderr: (chunk) => {
          stderr += chunk;
        },
        onStray: (line) => told.push(`server: ${line}`),
      },
    );
  const ending = proxyStdio({
    input,
    output: { write: (text) => void output.write(text), drained: () => drained(output) },
    connect: (pace) => (typeof server === "function" ? server() : start(server, pace)),
    guard,
    signal: controller.signal,
    tell: (line) => told.push(line),
  });
  const abort = () => {
    controller.abort();
    return ending;
  };
  return { input, output, ending, told, abort, stderr: () => stderr };
}

async function drained(output: PassThrough): Promise<void> {
  if (output.writableNeedDrain) await new Promise((resolve) => output.once("drain", resolve));
}

/** The messages that came, for those who wait for them. */
function inbox(output: PassThrough) {
  const messages: Message[] = [];
  let waiting: { matches: (message: Message) => boolean; resolve: (message: Message) => void }[] = [];
  const deliver = (message: Message) => {
    const taker = waiting.find(({ matches }) => matches(message));
    waiting = waiting.filter((each) => each !== taker);
    if (taker === undefined) messages.push(message);
    else taker.resolve(message);
  };
  void (async () => {
    let rest = "";
    output.setEncoding("utf8");
    for await (const chunk of output) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) deliver(JSON.parse(line));
    }
  })();
  const take = (matches: (message: Message) => boolean) => {
    const index = messages.findIndex(matches);
    const [message] = index < 0 ? [] : messages.splice(index, 1);
    if (message !== undefined) return Promise.resolve(message);
    return new Promise<Message>((resolve) => waiting.push({ matches, resolve }));
  };
  return { take, next: () => take(() => true) };
}
