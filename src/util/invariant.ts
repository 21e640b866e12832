/** A bug of polc (POL9001), never a user's mistake. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Throws {@link InternalError} unless `condition` holds: for what an earlier phase guarantees. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Ends a `switch` on `kind`: the compiler proves that no case is missing. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected kind: ${JSON.stringify(value)}`);
}
