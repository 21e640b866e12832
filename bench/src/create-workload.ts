import { createRequests } from "./requests.js";
import type { Shape, Workload } from "./workload.js";

/** A shape with so many rules, and requests to it: the same ones every time. */
export function createWorkload(shape: Shape, rules: number, requests = usualRequests(rules)): Workload {
  const grants = shape.grants(rules);
  return { shape, grants, requests: createRequests(requests, (choices) => shape.request(grants, choices)) };
}

/** So many that tables and requests are in no cache where rules are many. The same for 20 and 2,000 rules, which are compared. */
function usualRequests(rules: number): number {
  return rules <= 2000 ? 10_000 : 50_000;
}
