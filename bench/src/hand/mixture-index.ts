import type { Decide } from "../workload.js";

/** The mixture of any size, by hand, with a Map for each tool. */
export function createMixtureIndex(tenants: number): Decide {
  throw new RangeError(`no index yet for ${tenants} tenants`);
}
