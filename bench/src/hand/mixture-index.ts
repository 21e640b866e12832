import type { Grants } from "../grant.js";
import type { Decide } from "../workload.js";

/** The mixture of any size, by hand, with a Map for each tool. */
export function createMixtureIndex({ grants }: Grants): Decide {
  throw new RangeError(`no index yet for ${grants.length} rules`);
}
