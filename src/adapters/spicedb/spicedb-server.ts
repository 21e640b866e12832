import type { v1 } from "@authzed/authzed-node";
import { messageOf } from "../../util/message-of.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { withinTime } from "../relations/within-time.js";
import type { OwnWrites } from "./own-writes.js";
import type { SpicedbNames } from "./spicedb-names.js";

/** A server, and what is known of it. */
export interface SpicedbServer {
  readonly client: v1.ZedClientInterface;
  readonly names: SpicedbNames;
  readonly ownWrites: OwnWrites;
  /** In milliseconds, unless a call says otherwise. */
  readonly timeout: number;
  readonly closing: AbortSignal;
  /** Is told why questions are not answered. Never throws. */
  readonly onUnanswered: (error: RelationEngineError) => void;
}

/** What every call takes beside its message: the server, too, stops when the time is over. */
export interface CallOptions {
  readonly deadline: number;
}

/** A call that is under way. */
interface Call {
  cancel(): void;
}

/**
 * One message for another.
 *
 * @throws RelationEngineError
 */
export function callUnary<Response>(
  server: SpicedbServer,
  options: ReadOptions,
  start: (options: CallOptions, done: (error: unknown, response?: Response) => void) => Call,
): Promise<Response> {
  return withCall(
    server,
    options,
    (settings, signal) =>
      new Promise<Response>((resolve, reject) => {
        const call = start(settings, (error, response) => {
          if (response !== undefined && !error) resolve(response);
          else reject(error ?? new Error("there was no message"));
        });
        signal.addEventListener("abort", () => call.cancel());
      }),
  );
}

/**
 * All messages of a stream.
 *
 * @throws RelationEngineError where it did not come to its end
 */
export function callStream<Response>(
  server: SpicedbServer,
  options: ReadOptions,
  start: (options: CallOptions) => Call & NodeJS.ReadableStream,
): Promise<readonly Response[]> {
  return withCall(
    server,
    options,
    (settings, signal) =>
      new Promise<readonly Response[]>((resolve, reject) => {
        const messages: Response[] = [];
        const stream = start(settings);
        stream.on("data", (message: Response) => messages.push(message));
        // A stream that broke off says so before it ends.
        stream.on("error", reject);
        stream.on("end", () => resolve(messages));
        signal.addEventListener("abort", () => stream.cancel());
      }),
  );
}

async function withCall<Value>(
  { timeout, closing }: SpicedbServer,
  options: ReadOptions,
  work: (settings: CallOptions, signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = options.timeout ?? timeout;
  try {
    return await withinTime({ timeout: limit, signals: [options.signal, closing] }, (signal) =>
      work({ deadline: Date.now() + limit }, signal),
    );
  } catch (error) {
    throw engineError(error);
  }
}

/** What gRPC says, as an error of engines. */
export function engineError(error: unknown): RelationEngineError {
  if (error instanceof RelationEngineError) return error;
  const code = codesByStatus.get(statusOf(error)) ?? "refused";
  return new RelationEngineError(code, `SpiceDB: ${messageOf(error)}`, { cause: error });
}

/** The status codes after which nobody knows what was done; with the others nothing was. */
const codesByStatus: ReadonlyMap<number | undefined, RelationEngineError["code"]> = new Map([
  [undefined, "unavailable"],
  [1, "unavailable"], // CANCELLED
  [2, "protocol"], // UNKNOWN
  [4, "timeout"], // DEADLINE_EXCEEDED
  [12, "protocol"], // UNIMPLEMENTED
  [13, "protocol"], // INTERNAL
  [14, "unavailable"], // UNAVAILABLE
  [15, "protocol"], // DATA_LOSS
]);

function statusOf(error: unknown): number | undefined {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  return typeof code === "number" ? code : undefined;
}
