import { childrenOf } from "../check/typed-children.js";
import type { TypedClause, TypedExpression, TypedMatchesExpression } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { placedIn, rememberedOfContent } from "../source/moved.js";
import type { Type, TypeKind } from "../types/type.js";
import { type Analysis, matches } from "./analysis.js";
import { askFor } from "./ask-for.js";
import { besideRule } from "./beside.js";
import { pathOf } from "./literal-uses.js";
import { printTestBlock } from "./print-test-block.js";
import type { JsonObject } from "./solve/build-request.js";
import { someNames } from "./some-names.js";

/**
 * POL3018: an allow by a regular expression on a URL, a host or an address that names a domain and lets other domains through.
 *
 * Law: there is a request that the allow matches and the expression fits, and of which the value's host lies within none of the names that
 * the expression has where the host stands. An expression that names no host is about something else; patterns with stars are POL2041.
 */
export function findOpenHostRegexes(analysis: Analysis): readonly Diagnostic[] {
  return analysis.policySet.rules.flatMap((rule) => {
    if (rule.effect !== "allow") return [];
    return placedIn(rule, regexesOf(rule)).flatMap((test) => openHostRegex(analysis, rule, test));
  });
}

/** The regular expressions on hosts in a rule's clauses, each place once, where the rule was first seen. */
const regexesOf = rememberedOfContent(({ variants }: TypedRule): readonly TypedMatchesExpression[] => {
  const found = new Map<number, TypedMatchesExpression>();
  const pending: TypedExpression[] = variants.flatMap(({ clauses }) =>
    clauses.map(({ condition }) => condition),
  );
  for (let next = pending.pop(); next; next = pending.pop()) {
    pending.push(...childrenOf(next));
    if (next.kind === "matches" && hostOf(next.operand) !== undefined) found.set(next.span.start, next);
  }
  return [...found.values()];
});

/** The host of a value; undefined where there is none to speak of, or the value is that of a quantifier's variable. */
function hostOf(operand: TypedExpression): TypedExpression | undefined {
  if (pathOf(operand) === undefined) return undefined;
  const { span } = operand;
  switch (operand.type.kind) {
    case "Host":
      return operand;
    case "Url":
      return { kind: "part", object: operand, part: "host", type: { kind: "Host" }, span };
    case "Email":
      return { kind: "part", object: operand, part: "domain", type: { kind: "Host" }, span };
    default:
      return undefined;
  }
}

function openHostRegex(
  analysis: Analysis,
  rule: TypedRule,
  test: TypedMatchesExpression,
): readonly Diagnostic[] {
  const domains = domainsIn(test.pattern.source, test.operand.type.kind);
  const host = hostOf(test.operand);
  if (domains.length === 0 || host === undefined) return [];
  const elsewhere = besideRule(analysis, ruleElsewhere(rule, test, host, domains));
  for (const { point, body } of elsewhere.points) {
    const found = askFor(elsewhere.analysis, point, matches(point, body), ({ outcomes }) =>
      outcomes.some((outcome) => outcome.rule === body.rule && outcome.outcome === true),
    );
    if (found.kind !== "found") continue;
    const { request, replay } = found;
    const shown = printTestBlock(analysis.policySet, `beyond ${domains[0]}`, request, replay.decision);
    return [openPattern(rule, test, domains, request, shown)];
  }
  return [];
}

/** The rule, in silence, where the expression fits and the host lies within none of the domains. */
function ruleElsewhere(
  rule: TypedRule,
  test: TypedMatchesExpression,
  host: TypedExpression,
  domains: readonly string[],
): TypedRule {
  const { span, operand } = test;
  const guard = operand.kind === "read" ? [clauseOf({ kind: "has", path: operand, type: bool, span })] : [];
  const outside = domains.map((domain) => {
    const base: TypedExpression = { kind: "literal", value: domain, type: { kind: "Host" }, span };
    return clauseOf({ kind: "within", operand: host, base, type: bool, span }, true);
  });
  const variants = rule.variants.map((variant) => ({
    ...variant,
    clauses: [...variant.clauses, ...guard, clauseOf(test), ...outside],
    obligations: [],
  }));
  return { ...rule, id: `${rule.id} elsewhere`, effect: "oblige", variants };
}

const bool: Type = { kind: "Bool" };

function clauseOf(condition: TypedExpression, negated = false): TypedClause {
  return { negated, condition, span: condition.span, text: "" };
}

/** The names of domains that a regular expression has where the host stands. */
function domainsIn(source: string, kind: TypeKind): readonly string[] {
  const text = source.replaceAll(/\\([/.:@-])/g, "$1");
  const names = hostPart(text, kind).match(/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi) ?? [];
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

function hostPart(text: string, kind: TypeKind): string {
  if (kind === "Email") return text.slice(text.lastIndexOf("@") + 1);
  if (kind !== "Url") return text;
  const [, , rest = ""] = /^(.*?:\/\/)?(.*)$/s.exec(text) ?? [];
  return rest.split("/")[0] ?? "";
}

function openPattern(
  rule: TypedRule,
  { span }: TypedMatchesExpression,
  domains: readonly string[],
  request: JsonObject,
  shown: string,
): Diagnostic {
  return createDiagnostic(
    "POL3018",
    span,
    `this regular expression in \`${rule.id}\` also fits hosts outside of ${someNames(domains)}`,
    {
      label: "a look-alike name fits it",
      help: `test the host: \`… within "${domains[0]}"\`; this request fits, too:\n${shown.trimEnd()}`,
      witness: { request },
    },
  );
}
