import { answersOf } from "../../interpret/answers.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import { seededChoices } from "../choices.js";
import type { Law, LawSubject, LawViolation } from "../law.js";
import type { DecisionModule } from "../load-module.js";
import { spoilRequest } from "../request/hostile.js";

/**
 * Every request gets an answer: a decision, a boolean, a list of problems; none makes the module throw or answer with something else.
 * Asked with the request, and with what a hostile caller in the same process might make of it: getters, proxies, cycles, instances of
 * classes, values of no type.
 */
export const totality: Law = {
  name: "totality",
  statement: "Every request gets a decision, however wrong it is, and none makes the module throw.",
  check(subject, request, choices) {
    const seed = choices.int(0, 2 ** 31 - 1);
    const makers = [() => request, () => spoilRequest(seededChoices(seed), request)];
    return makers
      .map((make) => unanswered(subject, request, make))
      .find((violation) => violation !== undefined);
  },
};

/** The first function of the module that does not answer; `make` gives the same request each time, as new. */
function unanswered(
  { module }: LawSubject,
  request: JsonObject,
  make: () => unknown,
): LawViolation | undefined {
  for (const { name, expected, ask } of questions) {
    try {
      const actual = ask(module, make());
      if (actual !== undefined) {
        return { message: `\`${name}\` gives no answer`, expected, actual, request };
      }
    } catch (error) {
      return { message: `\`${name}\` throws`, expected, actual: textOf(error), request };
    }
  }
  return undefined;
}

interface Question {
  readonly name: string;
  readonly expected: string;
  /** The answer, where it is none. */
  readonly ask: (module: DecisionModule, request: unknown) => unknown;
}

const questions: readonly Question[] = [
  { name: "allows", expected: "a boolean", ask: (module, request) => unlessBoolean(module.allows(request)) },
  {
    name: "mayAllow",
    expected: "a boolean",
    ask: (module, request) => unlessBoolean(module.mayAllow(request)),
  },
  {
    name: "decide",
    expected: "a decision",
    ask: (module, request) => unlessDecision(module.decide(request)),
  },
  { name: "validate", expected: "problems", ask: (module, request) => unlessList(module.validate(request)) },
  {
    name: "relationsNeeded",
    expected: "questions",
    ask: (module, request) => unlessList(module.relationsNeeded(request)),
  },
  // What a hostile caller makes of a request, it may make of answers.
  {
    name: "decide by answers that are none",
    expected: "a decision",
    ask: (module, request) => unlessDecision(module.decide(request, [request, ...answersOf(request)])),
  },
];

function unlessBoolean(answer: unknown): unknown {
  return typeof answer === "boolean" ? undefined : { answer };
}

function unlessList(answer: unknown): unknown {
  return Array.isArray(answer) ? undefined : { answer };
}

/** Problems are what makes a decision one of an invalid request, and a decision allows where its reason says so. */
function unlessDecision(answer: Decision): unknown {
  const { decision, reason, problems, because, remedies, obligations, errors } = answer;
  const lists = [problems, because, remedies, obligations, errors];
  const isWhole =
    lists.every(Array.isArray) &&
    decision === (reason === "allowed") &&
    problems.length > 0 === (reason === "invalid_request");
  return isWhole ? undefined : { answer };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error;
}
