import { check } from "../../src/compiler.js";
import { relationsAsked } from "../../src/interpret/relations-asked.js";
import type { RelationModel } from "../../src/relations/model.js";
import { createRelationStore } from "../../src/relations/relation-store.js";
import type { Decision, RelationQuestion } from "../../src/runtime/decision.js";
import { asksRelations } from "../../src/testing/asks-relations.js";
import { seededChoices } from "../../src/testing/choices.js";
import { equalJson } from "../../src/testing/equal-json.js";
import { lawSubject } from "../../src/testing/law-subject.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { randomTuples } from "../../src/testing/request/relation-answers.js";

/** What came of one random policy set whose rules test relations. */
export interface DecideWithComparison {
  /** How many requests needed something to be known. */
  readonly asked: number;
  /** What was decided otherwise than with all answers of the store, or asked more than once. */
  readonly differences: readonly unknown[];
}

/**
 * Random requests to the policy set of a seed, each decided by `decideWith` over a store with random tuples of the set's own relation model: as
 * `decide` does with all that the store answers, by one batch of questions, or none where nothing has to be known. Undefined where no rule
 * tests a relation.
 */
export async function compareDecideWith(
  seed: number,
  requests: number,
): Promise<DecideWithComparison | undefined> {
  const files = generatePolicySet(seededChoices(seed), 3);
  const { policySet } = check(files, { schemas: generatorSchemas });
  if (policySet === undefined || !asksRelations(policySet)) return undefined;
  const { module } = lawSubject(policySet, files);
  const { relations } = module.policySet as { readonly relations: RelationModel };
  const generate = createRequestGenerator(policySet);
  const differences: unknown[] = [];
  let asked = 0;
  for (let index = 0; index < requests; index++) {
    const choices = seededChoices(seed * 10_007 + index);
    const request = generate(choices);
    const questions = relationsAsked(policySet, request);
    const store = createRelationStore(relations);
    const touch = questions.length === 0 ? [] : randomTuples(policySet, choices, questions);
    if (!store.write({ touch }).ok) differences.push({ seed, request, problem: "the store refuses tuples" });
    const batches: (readonly RelationQuestion[])[] = [];
    const counting = {
      checkMany(batch: readonly RelationQuestion[]) {
        batches.push(batch);
        return store.checkMany(batch);
      },
    };
    const decision = await module.decideWith(counting, request);
    const whole = module.decide(
      request,
      questions.map((question) => ({ ...question, answer: store.check(question) })),
    );
    const needed = module.relationsNeeded(request).length > 0;
    if (needed) asked += 1;
    const isOnce = batches.length === (needed ? 1 : 0);
    if (!isOnce || !equalJson(outcomeOf(decision), outcomeOf(whole)))
      differences.push({ seed, request, touch, decision, whole, batches });
  }
  return { asked, differences };
}

/** Which of several rules decide may hang on what nobody has to know. */
function outcomeOf({ decision, obligations, problems }: Decision): unknown {
  return { decision, obligations, problems };
}
