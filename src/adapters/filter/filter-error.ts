import type { Problem } from "../../runtime/decision.js";

/** Why there is no list of what is allowed. */
export class FilterError extends Error {
  override readonly name = "FilterError";

  constructor(
    /**
     * `unbounded`: what is allowed need not be related to anybody, so no store knows all of it. `invalid_request`: whatever the resource, the
     * request is invalid.
     */
    readonly code: "unbounded" | "invalid_request",
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}
