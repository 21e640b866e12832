import type {
  DecisionDifference,
  KindOfRequest,
  PolicyDifference,
  UndecidedDifference,
} from "../../analysis/difference.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import {
  decidingRules,
  decisionDetails,
  decisionSentence,
  describeDecision,
} from "../../interpret/describe-decision.js";
import type { Decision } from "../../runtime/decision.js";
import { lineStarts, positionAt } from "../../source/source-file.js";
import { assertNever } from "../../util/invariant.js";
import type { Side } from "./read-side.js";

/** What `polc diff` prints, whatever the format. */
export interface DiffSummary {
  readonly older: string;
  readonly newer: string;
  readonly difference: PolicyDifference;
  readonly groups: readonly DifferenceGroup[];
  readonly doubts: readonly Doubt[];
  readonly rules: readonly RuleEdit[];
}

/** Differences of one kind for one principal that have the same cause, by the example of one action. */
export interface DifferenceGroup {
  readonly kind: DecisionDifference["kind"];
  /** `User`, `Agent acting for User` */
  readonly who: string;
  readonly actions: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly noLongerMatching: readonly MentionedRule[];
  readonly nowMatching: readonly MentionedRule[];
  readonly example: DecisionDifference;
}

/** Kinds of requests of which one thing is not known for one reason. */
export interface Doubt extends Pick<UndecidedDifference, "kind" | "places"> {
  readonly kinds: readonly KindOfRequest[];
}

/** A rule, where it stands, and what became of its text. */
export interface MentionedRule {
  readonly id: string;
  readonly place: string;
  readonly edit: RuleEdit["edit"] | undefined;
}

/** A rule whose text is not the same in both sets. */
export interface RuleEdit {
  readonly id: string;
  readonly edit: "added" | "removed" | "edited";
}

/** Puts together what is to be said of the differences between two sets. */
export function summarise(older: Side, newer: Side, difference: PolicyDifference): DiffSummary {
  const rules = ruleEdits(older.policySet.rules, newer.policySet.rules);
  const mention = {
    older: createMention(older, rules),
    newer: createMention(newer, rules),
  };
  const groups = new Map<string, DifferenceGroup>();
  for (const example of difference.decisions) {
    const group = groupOf(example, mention);
    const { kind, who, before, after, noLongerMatching, nowMatching } = group;
    const key = JSON.stringify([kind, who, before, after, noLongerMatching, nowMatching]);
    const known = groups.get(key);
    groups.set(key, known ? { ...known, actions: [...known.actions, example.action] } : group);
  }
  return {
    older: older.name,
    newer: newer.name,
    difference,
    groups: sorted([...groups.values()]),
    doubts: doubtsOf(difference.undecided),
    rules,
  };
}

/** Who makes a request: as a rule's sentence says it. */
export function whoOf({ subject, actor }: KindOfRequest): string {
  return actor === undefined ? subject : `${actor} acting for ${subject}`;
}

function doubtsOf(undecided: readonly UndecidedDifference[]): readonly Doubt[] {
  const doubts = new Map<string, Doubt>();
  for (const each of undecided) {
    const { kind, places } = each;
    const key = JSON.stringify([kind, places]);
    doubts.set(key, { kind, places, kinds: [...(doubts.get(key)?.kinds ?? []), each] });
  }
  return [...doubts.values()];
}

type Mention = (id: string) => MentionedRule;

function groupOf(
  example: DecisionDifference,
  mention: { readonly older: Mention; readonly newer: Mention },
): DifferenceGroup {
  return {
    kind: example.kind,
    who: whoOf(example),
    actions: [example.action],
    before: outcomeOf(example, example.before),
    after: outcomeOf(example, example.after),
    noLongerMatching: example.noLongerMatching.map(mention.older),
    nowMatching: example.nowMatching.map(mention.newer),
    example,
  };
}

/** A decision in words, with all that is different about it. */
function outcomeOf({ kind }: DecisionDifference, decision: Decision): readonly string[] {
  const details = decisionDetails(decision).map((line) => line.trim());
  switch (kind) {
    case "allowed":
    case "denied":
      return [describeDecision(decision), ...details];
    case "released":
    case "obliged": {
      const calls = decision.obligations.map((each) => `obliging ${callText(each)}`);
      return [decisionSentence("allow", decidingRules(decision), undefined, undefined), ...calls];
    }
    case "explained": {
      const texts = decision.because.slice(1).map((text) => `because ${JSON.stringify(text)}`);
      const remedies = decision.remedies.map((remedy) => `unless ${callText(remedy)}`);
      return [describeDecision(decision), ...texts, ...remedies, ...details];
    }
    default:
      return assertNever(kind);
  }
}

interface Call {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

function callText({ name, arguments: given }: Call): string {
  const written = Object.entries(given).map(([parameter, value]) => `${parameter}: ${JSON.stringify(value)}`);
  return `${name}(${written.join(", ")})`;
}

function createMention({ policySet, files, displayPath }: Side, edits: readonly RuleEdit[]): Mention {
  const rules = new Map(policySet.rules.map((rule) => [rule.id, rule]));
  const edited = new Map(edits.map(({ id, edit }) => [id, edit]));
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return (id) => {
    const span = rules.get(id)?.span;
    const text = texts.get(span?.file ?? "");
    const line = span && text !== undefined ? positionAt(lineStarts(text), span.start).line : 1;
    return { id, place: `${displayPath(span?.file ?? "")}:${line}`, edit: edited.get(id) };
  };
}

function ruleEdits(older: readonly TypedRule[], newer: readonly TypedRule[]): readonly RuleEdit[] {
  const before = new Map(older.map(({ id, text }) => [id, text]));
  const after = new Map(newer.map(({ id, text }) => [id, text]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((id): readonly RuleEdit[] => {
    if (before.get(id) === after.get(id)) return [];
    if (!before.has(id)) return [{ id, edit: "added" }];
    return [{ id, edit: after.has(id) ? "edited" : "removed" }];
  });
}

/** The gravest first. */
const order: readonly DecisionDifference["kind"][] = [
  "allowed",
  "released",
  "denied",
  "obliged",
  "explained",
];

function sorted(groups: readonly DifferenceGroup[]): readonly DifferenceGroup[] {
  return order.flatMap((kind) => groups.filter((group) => group.kind === kind));
}
