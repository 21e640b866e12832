import { connect, type Socket } from "node:net";
import { performance } from "node:perf_hooks";

/** A request with the answer that it should get. */
export interface LoadRequest {
  readonly body: string;
  readonly allowed: boolean;
}

/** What is asked, how often and for how long. */
export interface Load {
  readonly port: number;
  /** Requests a second; 0: as many as there are answers. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
}

/** What came of it; times in milliseconds. */
export interface LoadResult {
  /** From when a request was due to its answer. */
  readonly latencies: readonly number[];
  /** From when a request was due to when it was sent. */
  readonly delays: readonly number[];
  readonly wrong: number;
  readonly unanswered: number;
}

/** Asks over connections that are kept, one request at a time on each. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => openConnection(load.port)),
  );
  const result = await (load.rate === 0 ? closedLoop(load, connections) : openLoop(load, connections));
  for (const { socket } of connections) socket.destroy();
  return result;
}

/** One connection, and who waits for what comes on it. */
interface Connection {
  readonly socket: Socket;
  ask(bytes: Buffer): Promise<string>;
}

async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let received = "";
  let answered = (_: string) => {};
  socket.setEncoding("latin1").on("data", (chunk) => {
    received += chunk;
    const end = endOf(received);
    if (end === undefined || received.length < end) return;
    const response = received;
    received = "";
    answered(response);
  });
  socket.on("error", () => answered("")).on("close", () => answered(""));
  return {
    socket,
    ask: (bytes) =>
      new Promise((resolve) => {
        answered = resolve;
        socket.write(bytes);
      }),
  };
}

/** Where a response ends, once its headers are there. */
function endOf(text: string): number | undefined {
  const headers = text.indexOf("\r\n\r\n");
  if (headers < 0) return undefined;
  const [, length] = /content-length: *(\d+)/i.exec(text.slice(0, headers)) ?? [];
  return headers + 4 + Number(length);
}

interface Prepared {
  readonly bytes: Buffer;
  readonly expected: string;
}

function prepare({ requests }: Load): readonly Prepared[] {
  return requests.map(({ body, allowed }) => ({
    bytes: Buffer.from(
      `POST /access/v1/evaluation HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    ),
    expected: `{"decision":${allowed},`,
  }));
}

/** Counts answers as they come. */
function createTally(load: Load) {
  const prepared = prepare(load);
  const latencies: number[] = [];
  const delays: number[] = [];
  const counts = { asked: 0, wrong: 0, unanswered: 0 };
  return {
    latencies,
    delays,
    counts,
    async ask(connection: Connection, due: number): Promise<void> {
      const { bytes, expected } = prepared[counts.asked++ % prepared.length] ?? {
        bytes: Buffer.alloc(0),
        expected: "",
      };
      delays.push(performance.now() - due);
      const response = await connection.ask(bytes);
      latencies.push(performance.now() - due);
      if (response === "") counts.unanswered++;
      else if (!response.startsWith("HTTP/1.1 200 ") || !response.includes(expected)) counts.wrong++;
    },
  };
}

async function openLoop(load: Load, connections: readonly Connection[]): Promise<LoadResult> {
  const tally = createTally(load);
  const idle = [...connections];
  const begun = performance.now();
  const total = Math.round(load.rate * load.seconds);
  const underWay = new Set<Promise<void>>();
  const send = (connection: Connection, index: number) => {
    const asked = tally.ask(connection, begun + (index * 1000) / load.rate).then(() => {
      idle.push(connection);
      underWay.delete(asked);
    });
    underWay.add(asked);
  };
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) * load.rate) / 1000) + 1);
    for (
      let connection = index < due ? idle.pop() : undefined;
      connection;
      connection = index < due ? idle.pop() : undefined
    )
      send(connection, index++);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(underWay);
  return { ...tally, ...tally.counts };
}

async function closedLoop(load: Load, connections: readonly Connection[]): Promise<LoadResult> {
  const tally = createTally(load);
  const end = performance.now() + load.seconds * 1000;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < end) await tally.ask(connection, performance.now());
    }),
  );
  return { ...tally, ...tally.counts };
}
