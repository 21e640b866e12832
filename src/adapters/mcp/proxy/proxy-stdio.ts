import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { clientSide } from "./client-side.js";
import { joinTransports } from "./join-transports.js";
import { type LineOutput, lineTransport } from "./line-transport.js";
import { type Frame, readClientFrame } from "./read-frame.js";
import type { UpstreamConnection } from "./upstream.js";

/** What stands between a client at standard streams and its server. */
export interface StdioProxyOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: LineOutput;
  /** Connects to the server, of whose output no more is read than `pace` lets. */
  readonly connect: (pace: () => Promise<void>) => Promise<UpstreamConnection>;
  /** What decides. */
  readonly guard: (client: Transport) => Transport;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
  /** For standard error: one line. */
  readonly tell: (line: string) => void;
}

/** How it ended: by the client, by a signal, or by the server, with how that went. */
export type StdioEnding =
  | { readonly by: "client" | "signal" }
  | { readonly by: "server"; readonly how: string };

/** How long calls may take when the client has closed its input, as a shell's pipe does, in milliseconds. */
const patience = 30_000;

/**
 * Speaks to one client over standard streams until one side ends. Every request of the client is answered, by an error if the server
 * ended first; when this resolves, the server that was started is gone.
 */
export async function proxyStdio(options: StdioProxyOptions): Promise<StdioEnding> {
  const { output, tell } = options;
  const upstream = await options.connect(() => output.drained());
  const { transport, inputEnd } = clientOver(options);
  const { transport: client, idle, abandon } = clientSide(transport);
  await joinTransports(options.guard(client), upstream.transport, { onProblem: tell });
  const clientEnd = inputEnd.then(async () => {
    await soon(idle());
    upstream.endInput();
    return { by: "client" } as const;
  });
  const serverEnd = upstream.ended.then((how) => ({ by: "server", how }) as const);
  const ending = await Promise.race([clientEnd, serverEnd, aborted(options.signal)]);
  await upstream.stop();
  const how = await upstream.ended;
  await abandon(`${how} before it answered`);
  await output.drained();
  await transport.close();
  return ending;
}

/** The client at the streams, and the moment when it says no more. */
function clientOver({ input, output, tell }: StdioProxyOptions) {
  let onInputEnd = () => {};
  const inputEnd = new Promise<void>((resolve) => {
    onInputEnd = resolve;
  });
  const onProblem = (frame: Extract<Frame, { ok: false }>) => {
    tell(`client: ${frame.problem}`);
    const error = { code: frame.code, message: frame.problem };
    output.write(`${JSON.stringify({ jsonrpc: "2.0", id: frame.id ?? null, error })}\n`);
  };
  const transport = lineTransport({ input, output, readFrame: readClientFrame, onProblem, onInputEnd });
  return { transport, inputEnd };
}

async function soon(done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

function aborted(signal: AbortSignal): Promise<{ readonly by: "signal" }> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve({ by: "signal" });
    signal.addEventListener("abort", () => resolve({ by: "signal" }), { once: true });
  });
}
