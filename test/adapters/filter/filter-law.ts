import { requestAbout } from "../../../src/adapters/filter/filter-request.js";
import { allowedIds, FilterError, type FilterPolicy } from "../../../src/adapters/filter.js";
import { createRelationStore, type RelationStore } from "../../../src/relations/relation-store.js";
import { type FilterCase, type FilterWorld, policyOf } from "./filter-world.js";

/** How many filters had a list, how many had none, and how many ids were in those lists. */
export interface FilterCounts {
  bounded: number;
  unbounded: number;
  allowed: number;
}

/** `filter-is-check`: what a filter lists is what is allowed when it is asked about by itself. Counts what it has seen. */
export async function holdFilter({ rules, cases }: FilterWorld, seen: FilterCounts): Promise<void> {
  const policy = policyOf(rules);
  for (const each of cases) {
    const store = createRelationStore(policy.policySet.relations ?? { types: [] });
    store.write({ touch: each.tuples });
    const options = { policy, store, request: each.request, load: () => each.facts };
    const expected = JSON.stringify({ ids: checkEach(policy, store, each), unanswered: [] });
    must(await allowedIds({ ...options, candidates: each.facts.keys() }), expected);
    const found = await allowedIds(options).catch(unbounded);
    if (found === undefined) seen.unbounded++;
    else {
      must(found, expected);
      seen.bounded++;
      seen.allowed += found.ids.length;
    }
  }
}

/** Each document by itself. */
function checkEach(policy: FilterPolicy, store: RelationStore, { request, facts }: FilterCase) {
  return [...facts].flatMap(([id, known]) => {
    const about = requestAbout(request, id, known);
    const questions = policy.relationsNeeded?.(about) ?? [];
    const answers = questions.map((question) => ({ ...question, answer: store.check(question) }));
    return policy.decide(about, answers).decision ? [id] : [];
  });
}

function unbounded(error: unknown): undefined {
  if (!(error instanceof FilterError) || error.code !== "unbounded") throw error;
}

function must(found: object, expected: string): void {
  if (JSON.stringify(found) !== expected) throw new Error(`${JSON.stringify(found)} is not ${expected}`);
}
