import type { TypedClause } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic, type DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RuleBody } from "../ir/decision-graph.js";
import type { TestNode } from "../ir/node.js";
import { visitNodes } from "../ir/operands.js";
import { placedIn, rememberedOfContent } from "../source/moved.js";
import type { Span } from "../source/span.js";
import { rememberedOf } from "../util/remembered.js";
import type { Analysis } from "./analysis.js";
import { matchedWitness } from "./matched-witness.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import { someNames } from "./some-names.js";

/**
 * POL3017: a rule whose only condition is the opposite of what seems to be meant.
 *
 * Law, one of two: the rule lets pass just what two rules or more, on the same server's actions and for the same principals, refuse by the
 * very same test of the arguments, and no other rule does as this one; or the rule requires its value to be in a list whose name says that
 * it is refused, or not to be in one whose name says that it is let pass.
 */
export function findInvertedConditions(analysis: Analysis): readonly Diagnostic[] {
  const { policySet, graph } = analysis;
  const odd = oddOnes(stancesOf(graph.bodies));
  return policySet.rules.flatMap((rule) => {
    const deviation = odd.get(rule);
    if (deviation !== undefined) return [deviating(analysis, rule, deviation)];
    const clause = contradictedName(rule);
    return clause === undefined ? [] : [misnamed(analysis, rule, placedIn(rule, clause.span))];
  });
}

/** What a rule makes of a test of the arguments: it lets pass what fits, or what does not. */
interface Stance {
  readonly rule: TypedRule;
  readonly passes: "what fits" | "the rest";
  /** Whether that is all the rule says. */
  readonly isSole: boolean;
  readonly span: Span;
}

/** The stances of rules on each test. */
function stancesOf(bodies: readonly RuleBody[]): ReadonlyMap<TestNode, readonly Stance[]> {
  const stances = new Map<TestNode, Stance[]>();
  for (const body of bodies) {
    const isSole = body.clauses.length === 1 && body.remedies.length === 0;
    // A deny with several clauses refuses what fits one of them only in part.
    if (body.rule.effect === "oblige" || (body.rule.effect === "deny" && !isSole)) continue;
    for (const { test, span } of body.clauses) {
      const [plain, isNegated] = test.kind === "not" ? [test.operand, true] : [test, false];
      if (!judgesArguments(plain)) continue;
      const passes = isNegated === (body.rule.effect === "deny") ? "what fits" : "the rest";
      stances.set(plain, [...(stances.get(plain) ?? []), { rule: body.rule, passes, isSole, span }]);
    }
  }
  return stances;
}

const judgingKinds: ReadonlySet<string> = new Set<TestNode["kind"]>([
  "element",
  "network",
  "containsAll",
  "containsAny",
  "like",
  "matches",
  "within",
  "any",
  "all",
]);

/** Whether a test compares arguments with what is written in the policy, and nothing else. */
const judgesArguments = rememberedOf((test: TestNode): boolean => {
  if (!judgingKinds.has(test.kind)) return false;
  const roots = new Set<string>();
  visitNodes([test], (node) => {
    if (node.kind === "root") roots.add(node.name);
  });
  return roots.size === 1 && roots.has("args");
});

/** A rule that stands alone against others. */
interface Deviation {
  readonly span: Span;
  readonly others: readonly Stance[];
}

function oddOnes(all: ReadonlyMap<TestNode, readonly Stance[]>): ReadonlyMap<TypedRule, Deviation> {
  const odd = new Map<TypedRule, Deviation>();
  for (const stances of all.values()) {
    const passing = stances.filter(({ passes }) => passes === "what fits");
    const rest = stances.filter(({ passes }) => passes === "the rest");
    for (const [few, many] of [[passing, rest] as const, [rest, passing] as const]) {
      const [one] = few;
      if (one === undefined || !one.isSole || rulesOf(few).length > 1) continue;
      const peers = many.filter(({ rule }) => rule !== one.rule && isPeer(one.rule, rule));
      if (rulesOf(peers).length >= leastPeers) odd.set(one.rule, { span: one.span, others: peers });
    }
  }
  return odd;
}

/** Rules that must agree before another one is odd. */
const leastPeers = 2;

function rulesOf(stances: readonly Stance[]): readonly TypedRule[] {
  return byPlace([...new Set(stances.map(({ rule }) => rule))]);
}

/** Whether two rules speak of the same principals and of actions of one server. */
function isPeer(one: TypedRule, other: TypedRule): boolean {
  const servers = serversOf(other);
  const principals = principalsOf(other);
  return (
    [...serversOf(one)].every((server) => servers.has(server)) &&
    [...principalsOf(one)].every((principal) => principals.has(principal))
  );
}

function serversOf({ variants }: TypedRule): ReadonlySet<string> {
  const actions = variants.flatMap(({ targets }) => targets.map(({ action }) => action));
  return new Set(actions.map((action) => action.split(".")[0] ?? action));
}

function principalsOf({ variants }: TypedRule): ReadonlySet<string> {
  const principals = variants.flatMap((variant) => variant.principals);
  return new Set(principals.map(({ type, role, other }) => JSON.stringify([type, role, other])));
}

const refusedWords: ReadonlySet<string> = new Set([
  "blocked",
  "blocklist",
  "blacklist",
  "denied",
  "denylist",
  "banned",
  "forbidden",
  "untrusted",
  "malicious",
]);

const passedWords: ReadonlySet<string> = new Set([
  "allowed",
  "allowlist",
  "whitelist",
  "permitted",
  "trusted",
  "approved",
]);

/** The only clause of a rule, if the list that it names says the opposite; where the rule was first seen. */
const contradictedName = rememberedOfContent(({ effect, variants }: TypedRule): TypedClause | undefined => {
  const [clause, ...others] = variants[0]?.clauses ?? [];
  const isPlain = variants.every(({ scope }) => scope.kind === "literal");
  if (effect === "oblige" || clause === undefined || others.length > 0 || !isPlain) return undefined;
  const [, keyword, negation, list] = membership.exec(clause.text.replaceAll(/\s+/g, " ")) ?? [];
  if (list === undefined) return undefined;
  const words = list.toLowerCase().split("_");
  const requires = (keyword === "unless") === (negation !== undefined);
  const contradicts = requires === (effect === "allow") ? refusedWords : passedWords;
  return words.some((word) => contradicts.has(word)) && !words.some((word) => negations.has(word))
    ? clause
    : undefined;
});

/** A clause that is one test of membership in a list that has a name. */
const membership =
  /^(when|unless) (?:(?:any|all) \w+ in [\w.]+: )?(not )?\(?[\w.]+ (?:in|within) ([A-Za-z_]\w*)\)?$/;

const negations: ReadonlySet<string> = new Set(["not", "non", "never", "un"]);

function deviating(analysis: Analysis, rule: TypedRule, { span, others }: Deviation): Diagnostic {
  const rules = rulesOf(others);
  return createDiagnostic(
    "POL3017",
    span,
    `rule \`${rule.id}\` lets pass just what ${someNames(rules.map(({ id }) => id))} refuse`,
    {
      label: "all others say the opposite",
      related: [...new Map(others.map((other) => [other.rule, other])).values()]
        .slice(0, mostPlaces)
        .map((other) => ({ span: other.span, message: `\`${other.rule.id}\` refuses it here` })),
      help: "is a `not` too many or missing, or `when` and `unless` mistaken?",
      ...matchedByMistake(analysis, rule),
    },
  );
}

function misnamed(analysis: Analysis, rule: TypedRule, span: Span): Diagnostic {
  const verb = rule.effect === "allow" ? "allows" : "denies";
  return createDiagnostic(
    "POL3017",
    span,
    `rule \`${rule.id}\` ${verb} the opposite of what its list is called`,
    {
      label: "by its name, the list holds the others",
      help: "is a `not` too many or missing, or `when` and `unless` mistaken? If not, call the list otherwise",
      ...matchedByMistake(analysis, rule),
    },
  );
}

/** What the rule lets pass, or refuses, as it is written. */
function matchedByMistake(analysis: Analysis, rule: TypedRule): Pick<DiagnosticDetails, "witness"> {
  const verb = rule.effect === "allow" ? "lets it pass" : "refuses it";
  return matchedWitness(inquireRules(analysis), rule, `\`${rule.id}\` ${verb}`);
}

/** Places that are shown of the rules that say the opposite. */
const mostPlaces = 3;
