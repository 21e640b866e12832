import type fc from "fast-check";
import type { JsonObject } from "../util/json-object.js";

/** Where the requests for the laws come from. */
export interface RequestSource {
  /** All of them are tried, and first: witnesses and boundaries. */
  readonly seeds: readonly JsonObject[];
  /** As many more as are asked for. Shrinks any request that it could have made, the seeds included. */
  readonly arbitrary: fc.Arbitrary<JsonObject>;
}
