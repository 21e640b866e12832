import fc from "fast-check";
import {
  type AuditLine,
  createDecisionPoint,
  type DecisionModule,
  fixedPolicy,
  readDecisionModule,
} from "../../../src/adapters/enforcement.js";
import type { DecisionRequest } from "../../../src/runtime/decision.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { compile } from "../../codegen/support.js";
import { generateSecretPolicies, generateSecretRequest, secretMark, spoil } from "./secret-policies.js";

/** How often each part of a line was there, and something in it masked: the law says nothing of lines that nothing stands in. */
export interface Seen {
  allowed: number;
  obligations: number;
  remedies: number;
  problems: number;
  masked: number;
  undeclared: number;
}

/**
 * Law: audit-never-shows-a-secret. Whatever types are secret, and however a request is spoilt, no line holds what stood in a secret
 * place. Gives what lines there were.
 */
export async function checkNoSecretIsShown({ seed, runs }: { seed: number; runs: number }): Promise<Seen> {
  const seen = { allowed: 0, obligations: 0, remedies: 0, problems: 0, masked: 0, undeclared: 0 };
  const cases = arbitraryOf((choices) => {
    const policies = generateSecretPolicies(choices);
    const requests = Array.from({ length: 24 }, (_, index) => {
      const request = generateSecretRequest(choices, policies);
      for (let i = 0; i < index / 6; i += 1) spoil(choices, request);
      return request;
    });
    return { text: policies.text, requests };
  });
  const property = fc.asyncProperty(cases, async ({ text, requests }) => {
    const module = readDecisionModule(compile(text).module);
    for (const request of requests) {
      const line = await lineOf(module, request as unknown as DecisionRequest);
      const shown = secretMark.exec(JSON.stringify(line));
      if (shown !== null)
        throw new Error(`a line shows a secret: …${shown.input.slice(Math.max(0, shown.index - 200))}`);
      count(seen, line);
    }
  });
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
  return seen;
}

/** The line of a decision, with all that can be in it: the candidate is told apart by what it decides. */
async function lineOf(module: DecisionModule, request: DecisionRequest): Promise<AuditLine> {
  const lines: AuditLine[] = [];
  const candidate = {
    ...module,
    decide: (asked: unknown) => ({ ...module.decide(asked), because: ["other"] }),
  };
  const point = createDecisionPoint({
    policy: fixedPolicy(module),
    candidate: fixedPolicy(candidate),
    audit: { write: (line) => void lines.push(line) },
  });
  const decided = point.decide(request);
  await point.record(decided, { carriedOut: decided.decision?.obligations ?? [] });
  const [line] = lines;
  if (line?.shadow === undefined) throw new Error("no whole line was written");
  return line;
}

function count(seen: Seen, line: AuditLine): void {
  const json = JSON.stringify(line);
  if (line.decision) seen.allowed += 1;
  if (line.obligations) seen.obligations += 1;
  if (line.remedies) seen.remedies += 1;
  if (line.problems) seen.problems += 1;
  if (json.includes("[secret]")) seen.masked += 1;
  if (json.includes("[undeclared]")) seen.undeclared += 1;
}
