import { isDestinationName } from "../check/destinations.js";
import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { placedIn, rememberedOfContent } from "../source/moved.js";
import type { Span } from "../source/span.js";
import { groupBy } from "../util/group-by.js";
import type { Analysis } from "./analysis.js";
import { type LiteralUse, literalUses, pathOf } from "./literal-uses.js";
import { matchedWitness } from "./matched-witness.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";

/**
 * POL3016: two tests of one rule, each of which looks at the attribute that the other is about.
 *
 * Law, one of three: the rule compares `a.x` with `b.y` and `a.y` with `b.x`; or it compares two attributes each with strings that other
 * rules compare with the other one, and never with this one; or it compares a string that has the form of an address with a free text,
 * and one that has not with the argument that is to be an address.
 */
export function findSwappedFields(analysis: Analysis): readonly Diagnostic[] {
  const { rules } = analysis.policySet;
  const users = usersOf(rules);
  return rules.flatMap((rule) => {
    const swap = mirroredTests(rule) ?? crossedLiterals(rule, users) ?? misplacedAddress(rule);
    return swap === undefined ? [] : [swappedFields(analysis, rule, swap)];
  });
}

/** Two tests and the attributes that each looks at, where their rule was first seen. */
interface Swap {
  readonly first: { readonly path: string; readonly span: Span };
  readonly second: { readonly path: string; readonly span: Span };
}

interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly negated: boolean;
  readonly span: Span;
}

/** `a.x == b.y` beside `a.y == b.x`. */
const mirroredTests = rememberedOfContent((rule: TypedRule): Swap | undefined => {
  const all = attributeComparisons(rule);
  for (const one of all)
    for (const other of all)
      if (one.span.start < other.span.start && isMirror(one, other))
        return {
          first: { path: one.left, span: one.span },
          second: { path: beside(one.left, one.right), span: other.span },
        };
  return undefined;
});

function isMirror(one: Comparison, other: Comparison): boolean {
  const [owner, name] = split(one.left);
  const [otherOwner, otherName] = split(one.right);
  if (owner === otherOwner || name === otherName || one.negated !== other.negated) return false;
  const wanted = [beside(one.left, one.right), beside(one.right, one.left)];
  return wanted.every((path) => [other.left, other.right].includes(path));
}

/** The attribute of the one's owner that has the other's name. */
function beside(path: string, other: string): string {
  return `${split(path)[0]}.${split(other)[1]}`;
}

/** A path without its last step, and that step. */
function split(path: string): readonly [string, string] {
  const at = path.lastIndexOf(".");
  return [path.slice(0, at), path.slice(at + 1)];
}

/** The comparisons of one attribute with another. */
function attributeComparisons({ variants }: TypedRule): readonly Comparison[] {
  const found = new Map<number, Comparison>();
  const pending: TypedExpression[] = variants.flatMap(({ clauses }) =>
    clauses.map(({ condition }) => condition),
  );
  for (let next = pending.pop(); next; next = pending.pop()) {
    pending.push(...childrenOf(next));
    if (next.kind !== "equality") continue;
    const [left, right] = [pathOf(next.left), pathOf(next.right)];
    if (left === undefined || right === undefined) continue;
    found.set(next.span.start, { left, right, negated: next.negated, span: next.span });
  }
  return [...found.values()].sort((one, other) => one.span.start - other.span.start);
}

/** The rules that compare an attribute with a string, by both. */
type Users = ReadonlyMap<string, ReadonlySet<TypedRule>>;

function usersOf(rules: readonly TypedRule[]): Users {
  const users = new Map<string, Set<TypedRule>>();
  for (const rule of rules)
    for (const key of useKeys(rule)) {
      const known = users.get(key);
      if (known === undefined) users.set(key, new Set([rule]));
      else known.add(rule);
    }
  return users;
}

const useKeys = rememberedOfContent((rule: TypedRule) =>
  literalUses(rule).map(({ path, literal }) => useKey(path, literal)),
);

function useKey(path: string, literal: string): string {
  return JSON.stringify([path, literal]);
}

/** Two attributes, each compared with what elsewhere is compared with the other. Of two rules that contradict each other, the later one is told. */
function crossedLiterals(rule: TypedRule, users: Users): Swap | undefined {
  const byPath = usesByPath(rule);
  if (byPath.length < 2) return undefined;
  const usersWith = (path: string, literal: string) => users.get(useKey(path, literal)) ?? none;
  const hasOthers = (path: string, literal: string): boolean => {
    const all = usersWith(path, literal);
    return all.size > (all.has(rule) ? 1 : 0);
  };
  const belongs = (uses: readonly LiteralUse[], own: string, other: string) =>
    uses.every(({ literal }) => hasOthers(other, literal) && !hasOthers(own, literal));
  for (const [index, [path, uses]] of byPath.entries())
    for (const [otherPath, otherUses] of byPath.slice(index + 1)) {
      if (!belongs(uses, path, otherPath) || !belongs(otherUses, otherPath, path)) continue;
      const against = new Set(uses.flatMap(({ literal }) => [...usersWith(otherPath, literal)]));
      against.delete(rule);
      const isOdd = against.size > 1 || byPlace([rule, ...against]).at(-1) === rule;
      if (isOdd) return swapOf(uses, otherUses);
    }
  return undefined;
}

const none: ReadonlySet<TypedRule> = new Set();

const usesByPath = rememberedOfContent((rule: TypedRule) => [
  ...groupBy(literalUses(rule), ({ path }) => path),
]);

/** A free text compared with an address, and an address with a free text. */
const misplacedAddress = rememberedOfContent((rule: TypedRule): Swap | undefined => {
  const byPath = usesByPath(rule).map(([, uses]) => uses);
  const addressed = byPath.find(
    (uses) => isAbout(uses, false) && uses.every(({ literal }) => isAddress(literal)),
  );
  const worded = byPath.find((uses) => isAbout(uses, true) && uses.every(({ literal }) => isProse(literal)));
  return addressed && worded && swapOf(addressed, worded);
});

/** Whether the attribute is a plain string of the arguments that names a destination, or one that does not. */
function isAbout([use]: readonly LiteralUse[], destination: boolean): boolean {
  if (use === undefined || use.type.kind !== "String" || !/^args\.\w+(\[\])?$/.test(use.path)) return false;
  return isDestinationName(use.path.replace("args.", "").replace("[]", "")) === destination;
}

/** E-mail addresses, URLs and account numbers, or patterns of them. */
function isAddress(literal: string): boolean {
  return /^[^\s@]*@[^\s@]+\.[^\s@]+$|^[a-z*]+:\/\/\S+$|^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(literal);
}

/** Words, with a space between them. */
function isProse(literal: string): boolean {
  return /^[^@:/\\]*[A-Za-z]{2,} [A-Za-z*]*[^@:/\\]*$/.test(literal);
}

function swapOf([first]: readonly LiteralUse[], [second]: readonly LiteralUse[]): Swap | undefined {
  return first && second && { first, second };
}

function swappedFields(analysis: Analysis, rule: TypedRule, { first, second }: Swap): Diagnostic {
  return createDiagnostic(
    "POL3016",
    placedIn(rule, first.span),
    `rule \`${rule.id}\` looks as if \`${first.path}\` and \`${second.path}\` were swapped in it`,
    {
      label: `this seems to be about \`${second.path}\``,
      related: [{ span: placedIn(rule, second.span), message: `and this about \`${first.path}\`` }],
      help: `did you mean \`${second.path}\` here, and \`${first.path}\` there?`,
      ...matchedWitness(inquireRules(analysis), rule, `\`${rule.id}\` matches as it is written`),
    },
  );
}
