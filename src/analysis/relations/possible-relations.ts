import type { RelationModel, RelationRule } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";
import type { RelationRules } from "./relation-rules.js";

/** Whether somebody of a type can have a relation to an entity of another, whatever tuples there are. Never falsely no. */
export type IsPossible = RelationRules["mayHave"];

/**
 * Leaves out relations that contradict themselves: `viewer of parent but not viewer of parent`. The least fixed point: a relation is possible if
 * its definition is true for some way in which the parts are that are possible themselves.
 */
export function possibleRelations(
  model: RelationModel,
  rules: Pick<RelationRules, "mayHave" | "relationOf" | "behind">,
): IsPossible {
  if (!model.types.some(({ relations }) => relations.some(({ rule }) => excludes(rule))))
    return rules.mayHave;
  const found = new Set<string>();
  const isFound = (subject: string, type: string, name: string) => found.has(keyOf(subject, type, name));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { type, relations } of model.types)
      for (const { name, rule } of relations)
        for (const { type: subject } of model.types)
          if (
            !isFound(subject, type, name) &&
            rules.mayHave(subject, type, name) &&
            canHold({ rules, isFound, subject, type }, name, rule)
          )
            found.add(keyOf(subject, type, name));
  }
  return isFound;
}

function keyOf(subject: string, type: string, name: string): string {
  return `${subject} ${type} ${name}`;
}

function excludes(rule: RelationRule): boolean {
  if (rule.kind === "exclusion") return true;
  return (rule.kind === "union" || rule.kind === "intersection") && rule.operands.some(excludes);
}

interface Pair {
  readonly rules: Pick<RelationRules, "relationOf" | "behind">;
  readonly isFound: IsPossible;
  readonly subject: string;
  readonly type: string;
}

/** Parts of which all combinations are tried at most. */
const mostParts = 12;

function canHold(pair: Pair, name: string, rule: RelationRule): boolean {
  const parts = new Set<string>();
  const collect = (part: string) => {
    parts.add(part);
    return false;
  };
  evaluate(pair, name, rule, { holds: collect, known: new Map() });
  if (parts.size > mostParts) return true;
  const all = [...parts];
  for (let some = 0; some < 2 ** all.length; some += 1)
    if (
      evaluate(pair, name, rule, {
        holds: (part) => ((some >> all.indexOf(part)) & 1) === 1,
        known: new Map(),
      })
    )
      return true;
  return false;
}

/** What parts of a rule come to, and relations that were looked at before, by name: many relations may need the same one. */
interface Parts {
  readonly holds: (part: string) => boolean;
  readonly known: Map<string, boolean>;
}

/** What a rule comes to if parts do; all of it is looked at. */
function evaluate(pair: Pair, name: string, rule: RelationRule, parts: Parts): boolean {
  const { rules, type } = pair;
  switch (rule.kind) {
    case "direct":
      return canBeWritten(pair, name) && parts.holds(name);
    case "computed": {
      const relation = rules.relationOf(type, rule.relation);
      if (relation === undefined) return false;
      const known = parts.known.get(relation.name) ?? evaluate(pair, relation.name, relation.rule, parts);
      parts.known.set(relation.name, known);
      return known;
    }
    case "inherited":
      return canBeInherited(pair, rule) && parts.holds(`${rule.relation} of ${rule.over}`);
    case "union":
      return rule.operands.filter((operand) => evaluate(pair, name, operand, parts)).length > 0;
    case "intersection":
      return rule.operands.filter((operand) => !evaluate(pair, name, operand, parts)).length === 0;
    case "exclusion": {
      const [base, excluded] = [rule.base, rule.excluded].map((each) => evaluate(pair, name, each, parts));
      return base === true && excluded === false;
    }
    default:
      return assertNever(rule);
  }
}

function canBeWritten({ rules, isFound, subject, type }: Pair, name: string): boolean {
  const kinds = rules.relationOf(type, name)?.subjects ?? [];
  return kinds.some((kind) =>
    kind.kind === "userset" ? isFound(subject, kind.type, kind.relation) : kind.type === subject,
  );
}

function canBeInherited(
  { rules, isFound, subject, type }: Pair,
  { relation, over }: Extract<RelationRule, { readonly kind: "inherited" }>,
): boolean {
  return rules.behind(type, over).some((each) => isFound(subject, each, relation));
}
