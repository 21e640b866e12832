import type { DecisionRequest } from "../../src/runtime/decision.js";
import { type Choices, seededChoices } from "../../src/testing/choices.js";

/**
 * `count` requests, the same ones every time. They are texts that were parsed, as those of a server are: no string is shared with
 * another request or joined from parts.
 */
export function createRequests(count: number, create: (choices: Choices) => DecisionRequest): readonly DecisionRequest[] {
  const choices = seededChoices(2026);
  return Array.from({ length: count }, () => JSON.parse(JSON.stringify(create(choices))));
}
