import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { lineTransport } from "./line-transport.js";
import { readServerFrame } from "./read-frame.js";
import type { UpstreamConnection } from "./upstream.js";

/** How to start a server. */
export interface ServerCommand {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What is told of a server while it runs. */
export interface ServerListener {
  /** What it wrote to standard error. */
  readonly onStderr: (chunk: Uint8Array) => void;
  /** A line of its standard output that is no message. */
  readonly onStray: (line: string) => void;
  /** Awaited before more of its output is read. */
  readonly pace?: () => Promise<void>;
}

/**
 * In milliseconds, how long a server has to end by itself and then after SIGTERM: less than a client gives the proxy. And how long what it
 * wrote last may take to be read, before and after all that it started is ended.
 */
const patience = { end: 1_000, terminate: 500, output: 200, reader: 2_000 };

/**
 * Starts a server and speaks to it over its standard streams. It is a process group of its own, so that what it starts (as `npx` does) ends with
 * it. Rejects if there is no such program.
 */
export async function startServer(
  { command, env }: ServerCommand,
  listener: ServerListener,
): Promise<UpstreamConnection> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { env, detached: hasGroups, windowsHide: true });
  const exited = new Promise<string>((resolve) => {
    child.on("exit", (code, signal) => resolve(endingOf(code, signal)));
  });
  // What goes wrong with a process that runs shows in its end.
  for (const emitter of [child, child.stdin, child.stderr]) emitter.on("error", () => {});
  child.stderr.on("data", listener.onStderr);
  await once(child, "spawn");
  const { transport, read } = transportOf(child, listener);
  const ended = exited.then(async (how) => {
    await settle(child, read);
    return how;
  });
  return {
    transport,
    ended,
    endInput: () => child.stdin.end(),
    stop: async () => {
      await stop(child, exited);
      await ended;
    },
  };
}

const hasGroups = process.platform !== "win32";

/** What a server wrote last is still delivered; what it started and left behind ends, and does not keep its output open. */
async function settle(child: ChildProcessWithoutNullStreams, read: Promise<void>): Promise<void> {
  if (await within(read, patience.output)) return;
  kill(child, "SIGKILL");
  if (!(await within(read, patience.reader))) child.stdout.destroy();
  await read;
}

function endingOf(code: number | null, signal: string | null): string {
  if (signal !== null) return `the server was ended by ${signal}`;
  return code === 0 ? "the server ended" : `the server ended with code ${code}`;
}

interface ServerTransport {
  readonly transport: Transport;
  /** Resolves when all that the server wrote is delivered. */
  readonly read: Promise<void>;
}

function transportOf(
  child: ChildProcessWithoutNullStreams,
  { onStray, pace }: ServerListener,
): ServerTransport {
  let onInputEnd = () => {};
  const read = new Promise<void>((resolve) => {
    onInputEnd = resolve;
  });
  const output = { write: (text: string) => void child.stdin.write(text), drained: () => drained(child) };
  const transport = lineTransport({
    input: child.stdout,
    output,
    readFrame: readServerFrame,
    onProblem: (_, line) => onStray(line),
    onInputEnd,
    ...(pace && { pace }),
  });
  return { transport, read };
}

async function drained({ stdin }: ChildProcessWithoutNullStreams): Promise<void> {
  if (!stdin.writable || !stdin.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const settle = () => {
      stdin.off("drain", settle);
      stdin.off("close", settle);
      resolve();
    };
    stdin.on("drain", settle);
    stdin.on("close", settle);
  });
}

/** As the protocol says: its input ends; a server that stays gets SIGTERM, then SIGKILL. */
async function stop(child: ChildProcessWithoutNullStreams, exited: Promise<unknown>): Promise<void> {
  child.stdin.end();
  if (await within(exited, patience.end)) return;
  kill(child, "SIGTERM");
  if (await within(exited, patience.terminate)) return;
  kill(child, "SIGKILL");
}

async function within(ended: Promise<unknown>, time: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), time);
  });
  try {
    return await Promise.race([ended.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

function kill(child: ChildProcessWithoutNullStreams, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    if (hasGroups && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It ended meanwhile.
  }
}
