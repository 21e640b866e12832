import type { Change, Outcome, Proposal, WhyNot } from "../analysis/why-not.js";
import type { JsonObject } from "../util/json-object.js";

/** What `polc eval --why-not --format json` prints of a request, in the form that docs/proving.md describes. */
export function whyNotJson({ decision, remedy, change }: WhyNot): JsonObject {
  return {
    decision,
    ...(remedy === undefined ? {} : { remedy: { remedies: remedy.remedies, ...proposalJson(remedy) } }),
    ...(change === undefined ? {} : { outcome: change.kind, changes: waysOf(change).map(proposalJson) }),
    ...(change?.kind === "none" ? { obstacles: change.obstacles } : {}),
  };
}

/** The smallest first. */
function waysOf(outcome: Outcome): readonly Proposal[] {
  return outcome.kind === "found" ? [outcome, ...outcome.others] : [];
}

/** A request with a new secret in it is not shown. */
function proposalJson({ request, changes, rules, isSmallest }: Proposal): JsonObject {
  const isShown = changes.every(({ isSecret }) => !isSecret);
  return { fewest: isSmallest, changes: changes.map(changeJson), rules, ...(isShown && { request }) };
}

function changeJson({ attribute, before, after, room, isSecret, relation }: Change): JsonObject {
  if (relation) return { relation, ...(before !== undefined && { before }) };
  if (isSecret) return { attribute, secret: true };
  return { attribute, before, after, ...(room === undefined ? {} : { room }) };
}
