import type { DecisionRequest } from "../../runtime/decision.js";
import type { DecisionModule } from "./decision-module.js";
import type { RelationAsker } from "./relation-asker.js";
import { mayTestRelations, questionsOf } from "./relation-questions.js";

/** Which of the requests a module allows. What it has to know for all of them is asked together. */
export function allowsEach(
  module: DecisionModule,
  requests: readonly DecisionRequest[],
  asker: RelationAsker | undefined,
): readonly boolean[] | Promise<readonly boolean[]> {
  if (asker === undefined || !mayTestRelations(module))
    return requests.map((request) => module.allows(request));
  return Promise.all(requests.map((request) => allowsWith(module, request, asker)));
}

async function allowsWith(
  module: DecisionModule,
  request: DecisionRequest,
  asker: RelationAsker,
): Promise<boolean> {
  const questions = questionsOf(module, request);
  return questions.length === 0
    ? module.allows(request)
    : module.allows(request, await asker.askTogether(questions));
}
