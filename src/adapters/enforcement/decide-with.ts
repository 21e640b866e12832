import type { DecisionRequest, RelationQuestion } from "../../runtime/decision.js";
import { type Deciders, type Draft, draftDecision, missingIn } from "./draft-decision.js";
import { type Asked, type RelationAsker, unanswered } from "./relation-asker.js";

/** Decides with what is known at once: of a store that makes promises nothing is heard. */
export function decideAtOnce(
  deciders: Deciders,
  request: DecisionRequest,
  asker: RelationAsker | undefined,
): Draft {
  const draft = draftDecision(deciders, request, []);
  const missing = asker === undefined ? [] : missingIn(draft, deciders);
  if (asker === undefined || missing.length === 0) return draft;
  const answers = asker.ask(missing);
  return draftDecision(deciders, request, answers instanceof Promise ? unanswered(missing) : answers);
}

/** How often another policy may come into force while the one before asks. After that it is decided with what is known. */
const mostRounds = 3;

/**
 * Decides with what `ask` comes to know, and concludes in the same step. While somebody is waited for, another policy may come into force, or
 * the request may be made of something else: then what is missing for that is asked too, so whoever asked last decides.
 */
export function decideInformed<Conclusion>(
  deciders: Deciders,
  question: Informing,
  conclude: (draft: Draft) => Conclusion,
): Conclusion | Promise<Conclusion> {
  const { request, ask, known = [], rounds = 0 } = question;
  const draft = draftDecision(deciders, request(), known);
  const missing = ask === undefined || rounds === mostRounds ? [] : missingIn(draft, deciders);
  if (ask === undefined || missing.length === 0) return conclude(draft);
  const goOn = (answers: Draft["known"]) =>
    decideInformed(deciders, { request, ask, known: [...known, ...answers], rounds: rounds + 1 }, conclude);
  const answers = ask(missing);
  return answers instanceof Promise ? answers.then(goOn) : goOn(answers);
}

/** What is decided, and how more is known of it. */
export interface Informing extends Partial<Pick<Draft, "known">> {
  readonly request: () => DecisionRequest;
  readonly ask: ((questions: readonly RelationQuestion[]) => Asked) | undefined;
  /** How often was asked so far. */
  readonly rounds?: number;
}
