import { questionsFor, type SearchEffort } from "./solve/search-budget.js";
import { counted } from "./steps.js";

/** How many questions may still be asked, and whether one was left unasked: its answer is "unknown". */
export interface QuestionBudget {
  questions: number;
  isSpent: boolean;
}

/** What asks questions, of which there may be so many. */
export interface Budgeted {
  readonly budget: QuestionBudget;
}

/** Counts a question; whether it may still be asked. */
export function takeQuestion(budgeted: Budgeted): boolean {
  const isLeft = isQuestionLeft(budgeted);
  if (isLeft) budgeted.budget.questions -= 1;
  return isLeft;
}

/** Whether a question may still be asked that is there to ask. */
export function isQuestionLeft({ budget }: Budgeted): boolean {
  budget.isSpent ||= budget.questions <= 0;
  return !budget.isSpent;
}

/** Makes something without a question, which counts as some where it takes long. */
export function chargedFor<Result>(budgeted: Budgeted, make: () => Result): Result {
  const { result, steps } = counted(make);
  chargeFor(budgeted)({ conflicts: 0, steps });
  return result;
}

/** A long search counts as many questions. */
export function chargeFor({ budget }: Budgeted): (effort: SearchEffort) => void {
  return (effort) => {
    budget.questions -= questionsFor(effort);
  };
}
