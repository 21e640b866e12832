import type { TypedRule } from "../../check/typed-policy-set.js";
import type { Hinge, ShownRequest } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";

/** How the requests so far show that a rule decides. */
export interface ShownDecision {
  /** The first that does. */
  first(): ShownRequest | undefined;
  /** The most that hangs on the rule in one of them. */
  hinge(): Hinge;
}

/** What `shown` shows of a rule, as that grows: each request is looked at once. */
export function createShownDecision(rule: TypedRule, shown: ShownRequests): ShownDecision {
  const about = shown.about(rule);
  let seen = 0;
  let first: ShownRequest | undefined;
  let most: Hinge = "nothing";
  const lookAtNew = (): void => {
    for (; seen < about.length && most !== "decision"; seen += 1) {
      const request = about[seen];
      const hinge = request?.hangsOnRule(rule) ?? "nothing";
      if (hinge === "nothing") continue;
      first ??= request;
      most = hinge;
    }
  };
  return {
    first() {
      if (first === undefined) lookAtNew();
      return first;
    },
    hinge() {
      lookAtNew();
      return most;
    },
  };
}
