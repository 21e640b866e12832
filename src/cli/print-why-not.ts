import type { Obstacle } from "../analysis/why-not/obstacles.js";
import type { Change, Outcome, Proposal, RuleChange, WhyNot } from "../analysis/why-not.js";
import { visibleText } from "../diagnostics/display-line.js";
import { relationWords } from "../diagnostics/relation-words.js";
import { decisionDetails, describeDecision } from "../interpret/describe-decision.js";
import type { ReportedRemedy } from "../runtime/decision.js";
import { assertNever } from "../util/invariant.js";
import { countOf } from "./report.js";

/**
 * A decision, and what would have to be otherwise for it to be allowed, in the words of the policy:
 *
 * ```text
 * deny by analytics.wide_reads_are_reviewed
 * allowed with 1 change, the fewest there are:
 *   args.limit at most 1000 (now 5000)
 *     analytics.wide_reads_are_reviewed no longer matches: when args.limit ?? 100000 > 1000
 * ```
 */
export function printWhyNot({ decision, remedy, change }: WhyNot): string {
  const lines = [
    describeDecision(decision),
    ...decisionDetails(decision),
    ...(remedy === undefined ? [] : [remedyHead(remedy.remedies), ...proposalLines(remedy)]),
    ...(change === undefined ? [] : outcomeLines(change, remedy !== undefined)),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join("");
}

function remedyHead(remedies: readonly ReportedRemedy[]): string {
  const calls = remedies.map(({ name, arguments: values }) => `${name}(${argumentsText(values)})`);
  return `allowed with ${[...new Set(calls)].join(" or ")}:`;
}

function argumentsText(values: ReportedRemedy["arguments"]): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");
}

function outcomeLines(outcome: Outcome, isSecond: boolean): readonly string[] {
  switch (outcome.kind) {
    case "found":
      return [
        changeHead(outcome, isSecond),
        ...proposalLines(outcome),
        ...outcome.others.flatMap((other) => [changeHead(other, true), ...proposalLines(other)]),
      ];
    case "none":
      return [
        isSecond
          ? "no change of other attributes would be allowed"
          : "no change of its attributes would be allowed: these principals never are, for this action and resource",
        ...(isSecond ? [] : [...new Set(outcome.obstacles.map((each) => `  ${obstacleText(each)}`))]),
      ];
    case "nameless":
      return ["no change of its attributes would be allowed: its principals or its action are not declared"];
    case "unknown":
      return [
        "whether a change of its attributes would be allowed could not be settled: a limit was reached",
      ];
  }
}

function obstacleText(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "no allow":
      return `no rule allows it to the ${obstacle.principal}`;
    case "always denied":
      return `${obstacle.rule} denies it in any case`;
    default:
      return assertNever(obstacle);
  }
}

function changeHead({ changes, isSmallest }: Proposal, isSecond: boolean): string {
  const count = countOf(changes.length, "change");
  return `${isSecond ? "or with" : "allowed with"} ${count}${isSmallest ? ", the fewest there are" : ""}:`;
}

function proposalLines({ changes, rules }: Proposal): readonly string[] {
  return [
    ...changes.map((change) => `  ${changeText(change)}`),
    // For both principals of a request a rule often changes alike.
    ...new Set(rules.map((rule) => `    ${ruleText(rule)}`)),
  ];
}

function ruleText({ rule, matches, clauses }: RuleChange): string {
  const because = clauses.length === 0 ? "" : `: ${clauses.join(" ")}`;
  return `${rule} ${matches ? "matches then" : "no longer matches"}${because}`;
}

function changeText({ attribute, before, after, room, isSecret, relation }: Change): string {
  if (relation) return `${relationWords(relation)} (${beforeWords(before)})`;
  if (isSecret) return `another ${attribute} (its values are secret)`;
  const now = before === undefined ? "now absent" : `now ${JSON.stringify(before)}`;
  if (after === undefined) return `no ${attribute} (${now})`;
  return `${attribute} ${room === undefined ? "" : `${room} `}${JSON.stringify(after)} (${now})`;
}

function beforeWords(answer: unknown): string {
  if (answer === undefined) return "now not known";
  return answer === "yes" ? "now it is" : "now it is not";
}
