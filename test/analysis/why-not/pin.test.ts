import { describe, expect, it } from "vitest";
import { createAnalysis, matches } from "../../../src/analysis/analysis.js";
import { kindsByAction } from "../../../src/analysis/request-allowed.js";
import type { RequestKind } from "../../../src/analysis/request-kind.js";
import { pinnedBut, situationOf } from "../../../src/analysis/why-not/situation.js";
import { check } from "../../../src/compiler.js";
import { interpretWithOutcomes } from "../../../src/interpret/interpret.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import type { JsonObject } from "../../../src/util/json-object.js";
import { inAWorld } from "../in-a-world.js";

interface Tally {
  settled: number;
  open: number;
  readonly wrong: string[];
}

/** Holds what the formulas come to, with all of a request pinned, against what the interpreter makes of each rule. */
function compare(seed: number, tally: Tally): void {
  const { policySet } = check(generatePolicySet(seededChoices(seed), 5), { schemas: generatorSchemas });
  if (policySet === undefined) return;
  const analysis = createAnalysis(lower(policySet));
  const generate = createRequestGenerator(policySet);
  for (let index = 0; index < 25; index += 1) {
    const own = seed * 1_000 + index;
    const request: JsonObject | undefined = inAWorld(policySet, generate(seededChoices(own)), own);
    if (request === undefined) continue;
    const { decision, outcomes } = interpretWithOutcomes(policySet, request);
    const kind = decision.reason === "invalid_request" ? undefined : kindOf(kindsByAction(analysis), request);
    if (kind === undefined) continue;
    const situation = situationOf(analysis, kind, request);
    for (const side of kind.sides)
      for (const body of [...side.scope.allows, ...side.scope.denies, ...side.scope.obliges]) {
        const pinned = pinnedBut(situation, new Set(), matches(side, body));
        const outcome = outcomes.find(
          ({ rule, principal }) => rule === body.rule && principal === side.principal,
        );
        if (pinned.kind !== "constant") tally.open += 1;
        else if (pinned.value === outcome?.matches) tally.settled += 1;
        else tally.wrong.push(`${seed} ${body.rule.id} ${side.principal} ${JSON.stringify(request)}`);
      }
  }
}

function kindOf(
  kinds: ReadonlyMap<string, readonly RequestKind[]>,
  { action, subject, actor, resource }: JsonObject,
): RequestKind | undefined {
  const typeOf = (entity: unknown) => (entity as { type?: string } | undefined)?.type;
  return kinds
    .get((action as { name: string }).name)
    ?.find(
      ({ environment }) =>
        environment.subject.type === typeOf(subject) &&
        environment.actor?.type === typeOf(actor) &&
        (environment.resource === undefined || environment.resource === typeOf(resource)),
    );
}

describe("pin", () => {
  it("pinned-formulas-decide: with a whole request pinned, a rule's formula is what the interpreter makes of the rule", () => {
    const tally: Tally = { settled: 0, open: 0, wrong: [] };
    for (let seed = 7_001; seed <= 7_030; seed += 1) compare(seed, tally);
    expect(tally.wrong).toEqual([]);
    expect(tally.settled).toBeGreaterThan(500);
    expect(tally.open / tally.settled).toBeLessThan(0.02);
  });
});
