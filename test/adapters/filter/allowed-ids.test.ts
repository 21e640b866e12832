import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAbout } from "../../../src/adapters/filter/filter-request.js";
import { allowedIds, FilterError, type FilterPolicy } from "../../../src/adapters/filter.js";
import { createRelationStore, type RelationStore } from "../../../src/relations/relation-store.js";
import { type FilterCase, filterWorlds, policyOf } from "./filter-world.js";

/** Each document by itself: what a filter must come to. */
function checkEach(policy: FilterPolicy, store: RelationStore, { request, facts }: FilterCase) {
  return [...facts].flatMap(([id, known]) => {
    const about = requestAbout(request, id, known);
    const questions = policy.relationsNeeded(about);
    const answers = questions.map((question) => ({ ...question, answer: store.check(question) }));
    return policy.decide(about, answers).decision ? [id] : [];
  });
}

describe("the ids of what is allowed", () => {
  it("law: filter-is-check", async () => {
    const seen = { bounded: 0, unbounded: 0, allowed: 0 };
    const world = fc.asyncProperty(filterWorlds(), async ({ rules, cases }) => {
      const policy = policyOf(rules);
      for (const each of cases) {
        const store = createRelationStore(policy.policySet.relations ?? { types: [] });
        store.write({ touch: each.tuples });
        const options = { policy, store, request: each.request, load: () => each.facts };
        const expected = { ids: checkEach(policy, store, each), unanswered: [] };
        expect(await allowedIds({ ...options, candidates: each.facts.keys() })).toEqual(expected);
        const found = await allowedIds(options).catch((error: unknown) => error);
        if (found instanceof FilterError) {
          expect(found.code).toBe("unbounded");
          seen.unbounded++;
        } else {
          expect(found).toEqual(expected);
          seen.bounded++;
          seen.allowed += expected.ids.length;
        }
      }
    });
    await fc.assert(world, { seed: 20261122, numRuns: 25 });
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });
});
