import { setMaxListeners } from "node:events";
import { RelationEngineError } from "./relation-engine.js";

/** How long something may take, and who else may call it off. */
export interface TimeLimit {
  /** In milliseconds. */
  readonly timeout: number;
  readonly signals: readonly (AbortSignal | undefined)[];
}

/**
 * What the work comes to, if it does so in time. Its signal is aborted when this ends, which it does in time even where the work does not: what the work
 * does after that is nobody's concern.
 *
 * @throws RelationEngineError `timeout`, or `unavailable` where it was called off; whatever the work throws
 */
export async function withinTime<Value>(
  { timeout, signals }: TimeLimit,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  const { promise, stop } = stoppable();
  const end = (error: RelationEngineError) => {
    stop(error);
    controller.abort(error);
  };
  const callOff = () => end(new RelationEngineError("unavailable", "the call was called off"));
  const giveUp = () =>
    end(new RelationEngineError("timeout", `there was no answer within ${Math.ceil(timeout)} ms`));
  const timer = setTimeout(giveUp, Math.min(timeout, longest));
  for (const signal of given) {
    // As many calls as there are at a time listen to one signal, which is no leak.
    setMaxListeners(0, signal);
    signal.addEventListener("abort", callOff);
  }
  try {
    if (given.some(({ aborted }) => aborted)) callOff();
    else if (timeout <= 0) giveUp();
    return await Promise.race([promise, controller.signal.aborted ? promise : work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    controller.abort();
    for (const signal of given) signal.removeEventListener("abort", callOff);
  }
}

/** What a timer can hold: 24 days. */
const longest = 2 ** 31 - 1;

/** A promise that is never kept, only broken. */
function stoppable(): { readonly promise: Promise<never>; readonly stop: (error: Error) => void } {
  let stop: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, reject) => {
    stop = reject;
  });
  promise.catch(() => {});
  return { promise, stop };
}
