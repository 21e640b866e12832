import type { PolicySet } from "../check/typed-policy-set.js";
import { answersOf, withAnswers } from "../interpret/answers.js";
import { describeDecision } from "../interpret/describe-decision.js";
import type { RelationTuple } from "../relations/model.js";
import type { AnsweredRelation, Decision, DecisionReason } from "../runtime/decision.js";
import type { SourceFile } from "../source/source-file.js";
import { answersByTuples } from "./answers-by-tuples.js";
import { failureLines } from "./failure-lines.js";
import type { DecisionModule } from "./load-module.js";
import { rulesThatMattered } from "./rules-that-mattered.js";
import { describeExpected, type Expectation, meets } from "./test-runner.js";

/** What a decision is expected of: a module, and the policy set that explains what it decides where that is at hand. */
export interface DecisionSubject {
  readonly module: Pick<DecisionModule, "decide"> &
    Partial<Pick<DecisionModule, "relationsNeeded" | "policySet">>;
  readonly policySet?: PolicySet;
  /** What the policy set was checked from: the text of conditions. */
  readonly files?: readonly SourceFile[];
}

/** What can be expected of an allowed request besides. */
export interface AllowedBy {
  /** The ids of the rules that allow it, all of them. */
  readonly by?: string | readonly string[];
  /** The names of the obligations that come with it, all of them. */
  readonly obliging?: string | readonly string[];
}

/** What can be expected of a denied request besides. */
export interface DeniedBy {
  /** The ids of the rules that deny it, all of them. */
  readonly by?: string | readonly string[];
  readonly reason?: Exclude<DecisionReason, "allowed">;
  /** One of the texts that it is denied with. */
  readonly because?: string;
}

/** What was decided of a request, to be compared. Each of these gives the decision, and throws if it is another one. */
export interface ExpectedOfDecision {
  toAllow(expected?: AllowedBy): Decision;
  toDeny(expected?: DeniedBy): Decision;
}

/**
 * Decides a request and says what is expected of the decision; if it is another one, the error shows the request, both decisions, and the
 * rules that mattered with the conditions that decided them. The relations that there are follow from the tuples that are given; without any,
 * they are those that came with a request which polc made.
 *
 * @example
 * expectDecision(policies, request).toDeny({ by: "mail.stays_inside", because: "Mail stays inside." });
 */
export function expectDecision(
  subject: DecisionSubject,
  request: unknown,
  given?: readonly RelationTuple[],
): ExpectedOfDecision {
  const relations =
    given === undefined ? answersOf(request) : answersByTuples(subject.module, request, given);
  const decision = subject.module.decide(request, relations);
  const compare = (expected: Expectation): Decision => {
    if (!meets(decision, expected))
      throw mismatch(subject, answeredBy(request, relations), decision, expected);
    return decision;
  };
  return {
    toAllow: ({ by, obliging } = {}) =>
      compare({ decision: "allow", rules: listOf(by), obligations: listOf(obliging) }),
    toDeny: ({ by, ...rest } = {}) => compare({ decision: "deny", rules: listOf(by), ...rest }),
  };
}

function answeredBy(request: unknown, relations: readonly AnsweredRelation[]): unknown {
  return typeof request === "object" && request !== null ? withAnswers(request, relations) : request;
}

function listOf(names: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof names === "string" ? [names] : names;
}

/** With `expected` and `actual`, which test runners show side by side. */
function mismatch(
  { policySet, files = [] }: DecisionSubject,
  request: unknown,
  decision: Decision,
  expectation: Expectation,
): Error {
  const expected = describeExpected(expectation);
  const actual = describeDecision(decision);
  const rules = policySet === undefined ? [] : rulesThatMattered(policySet, request, expectation);
  const relations = answersOf(request);
  const lines = failureLines({ expected, actual, decision, request, relations, rules }, files);
  return Object.assign(new Error(["another decision than expected", ...lines].join("\n")), {
    expected,
    actual,
  });
}
