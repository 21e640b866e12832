/*
 * `polc/filter`: of many resources, those on which a policy allows an action.
 */
export { type AllowedIds, allowedIds, type FilterOptions } from "./filter/allowed-ids.js";
export { FilterError } from "./filter/filter-error.js";
export type { FilterPolicy, FilterRequest, FilterStore, ResourceFacts } from "./filter/filter-request.js";
