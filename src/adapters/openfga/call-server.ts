import { messageOf } from "../../util/message-of.js";
import { RelationEngineError } from "../relations/relation-engine.js";
import { withinTime } from "../relations/within-time.js";
import { memberOf } from "./member-of.js";
import type { OpenFgaServer } from "./openfga-server.js";

/** What a call of the SDK takes beside its body. */
export interface CallSettings {
  readonly signal: AbortSignal;
  /** The SDK's own attempts would outlive the time limit: they wait as long as a server likes. */
  readonly retryParams: { readonly maxRetry: 0 };
}

/** How long a call may take, and whether it can be made again when nobody knows what became of it. */
export interface CallLimits {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly isRepeatable: boolean;
}

/**
 * Calls the server, again where that may help and there is time for it.
 *
 * @throws RelationEngineError
 */
export async function callServer<Answer>(
  { closing }: OpenFgaServer,
  { timeout, signal, isRepeatable }: CallLimits,
  call: (settings: CallSettings) => Promise<Answer>,
): Promise<Answer> {
  const end = performance.now() + timeout;
  const attempts = async (signal: AbortSignal): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call({ signal, retryParams: { maxRetry: 0 } });
      } catch (error) {
        const pause = pauseAfter(error, attempt);
        const isWorthIt = attempt <= mostRepetitions && performance.now() + pause < end;
        if (!mayRepeat(error, isRepeatable) || !isWorthIt) throw error;
        await pauseFor(pause, signal);
      }
    }
  };
  try {
    return await withinTime({ timeout, signals: [signal, closing] }, attempts);
  } catch (error) {
    throw engineError(error);
  }
}

const mostRepetitions = 3;

/** What the SDK threw, as an error of engines. */
function engineError(error: unknown): RelationEngineError {
  if (error instanceof RelationEngineError) return error;
  const status = statusOf(error) ?? 500;
  const isRefused = status < 500 && status !== 408 && status !== 429;
  const code = isRefused ? "refused" : "unavailable";
  return new RelationEngineError(code, `OpenFGA: ${messageOf(error)}`, { cause: error });
}

/** 409 and 429 are said before anything is done; of 5xx, or where there is no answer, nobody knows. */
function mayRepeat(error: unknown, isRepeatable: boolean): boolean {
  if (error instanceof RelationEngineError) return false;
  const status = statusOf(error);
  if (status === 409 || status === 429) return true;
  return isRepeatable && (status === undefined || (status >= 500 && status !== 501));
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = memberOf(error, "statusCode");
  return typeof status === "number" ? status : undefined;
}

/** What the server asks for, or a little longer each time. */
function pauseAfter(error: unknown, attempt: number): number {
  const asked = Number(memberOf(memberOf(error, "responseHeader"), "retry-after"));
  return asked > 0 ? asked * 1000 : 25 * 2 ** attempt;
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}
