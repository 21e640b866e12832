import { answersOf } from "../interpret/answers.js";
import type { DecisionModule } from "./load-module.js";

/** The module, asked with the answers that ride on a request where none are given: whoever asks about a request need not know of them. */
export function answeringModule(module: DecisionModule): DecisionModule {
  return {
    ...module,
    allows: (request, relations = answersOf(request)) => module.allows(request, relations),
    decide: (request, relations = answersOf(request)) => module.decide(request, relations),
    mayAllow: (request, relations = answersOf(request)) => module.mayAllow(request, relations),
  };
}
