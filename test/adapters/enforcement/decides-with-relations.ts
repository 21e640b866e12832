import fc from "fast-check";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  fixedPolicy,
  readDecisionModule,
} from "../../../src/adapters/enforcement.js";
import { emitModule } from "../../../src/codegen/emit-module.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { DecisionRequest, RelationAnswer, RelationQuestion } from "../../../src/runtime/decision.js";
import { loadModule } from "../../../src/testing/load-module.js";
import { policySetArbitrary } from "../../../src/testing/policy-arbitrary.js";
import { requestArbitrary } from "../../../src/testing/request-arbitrary.js";

/** What was decided, and how: the law says nothing of decisions that nobody was asked for. */
export interface DecidedSets {
  sets: number;
  decided: number;
  asked: number;
  allowed: number;
  replayed: number;
}

/**
 * Law: point-decides-as-module. On policy sets of any kind whose rules test relations, a decision point asks just what the module has to know, decides what
 * the module's `decideWith` decides, and its line decided again is the same decision. Gives what was decided.
 */
export async function checkPointDecidesAsModule({ seed, runs }: { seed: number; runs: number }) {
  const seen: DecidedSets = { sets: 0, decided: 0, asked: 0, allowed: 0, replayed: 0 };
  for (const files of fc.sample(policySetArbitrary(), { seed, numRuns: runs })) {
    const { policySet } = check(files);
    // Some take types from files beside them.
    if (policySet === undefined) continue;
    const module = loadModule(emitModule(lower(policySet), { sources: files }).code);
    if (readDecisionModule(module).policySet.relations === undefined) continue;
    seen.sets += 1;
    // A copy has no answers of its own.
    for (const drawn of fc.sample(requestArbitrary(policySet), { seed, numRuns: 25 }))
      await checkRequest(module, structuredClone(drawn) as unknown as DecisionRequest, seen);
  }
  return seen;
}

/** Any answer, always the same one to the same question. */
const store = {
  checkMany: async (questions: readonly RelationQuestion[]) =>
    questions.map((question) => answers[hashOf(JSON.stringify(question)) % answers.length] ?? "unknown"),
};

const answers: readonly RelationAnswer[] = ["yes", "no", "yes", "unknown", "no"];

function hashOf(text: string): number {
  return [...text].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) >>> 0, 7);
}

async function checkRequest(
  module: ReturnType<typeof loadModule>,
  request: DecisionRequest,
  seen: DecidedSets,
): Promise<void> {
  const decisionModule = readDecisionModule(module);
  const lines: AuditLine[] = [];
  const point = createDecisionPoint({
    policy: fixedPolicy(decisionModule),
    relations: store,
    audit: { write: (line) => void lines.push(line) },
  });
  const needed = module.relationsNeeded(request);
  if (needed.length > 0 && module.decide(request, []).errors.length === 0)
    throw differs("something is needed, and nothing is an error", request);
  const decided = await point.decideWith(request);
  if (JSON.stringify(decided.decision) !== JSON.stringify(await module.decideWith(store, request)))
    throw differs("the point decides otherwise", request);
  if ((decided.relations?.length ?? 0) !== needed.length) throw differs("it asks otherwise", request);
  await point.record(decided);
  seen.decided += 1;
  if (needed.length > 0) seen.asked += 1;
  if (decided.allowed) seen.allowed += 1;
  if (replays(decisionModule, JSON.parse(JSON.stringify(lines.at(-1))))) seen.replayed += 1;
}

/** Whether a line has all that it takes to decide again. An invalid request has it not: what is no record has no attributes to show. */
function replays(module: DecisionModule, line: AuditLine): boolean {
  if (line.reason === "invalid_request" || /\[(?:secret|undeclared|left out|\d+ )/.test(JSON.stringify(line)))
    return false;
  const again = module.decide(line.request, line.relations ?? []);
  if (again.decision !== line.decision || again.reason !== line.reason)
    throw differs("the line decides otherwise", line);
  return true;
}

function differs(what: string, value: unknown): Error {
  return new Error(`${what}: ${JSON.stringify(value)}`);
}
