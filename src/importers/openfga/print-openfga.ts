import type { RelationRule, SubjectKind } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";
import { docLines, printDoc } from "../mcp/doc-comment.js";
import { printRestriction } from "./fga-model.js";
import type { PolNames } from "./pol-names.js";
import type { UnconditionedRelation, UnconditionedType } from "./without-conditions.js";

/** The declarations of a model as source text, not yet formatted. */
export function printOpenFga(
  types: readonly UnconditionedType[],
  names: PolNames,
  conditions: ReadonlyMap<string, string>,
): string {
  const principals = types.filter(({ relations }) => relations.length === 0);
  const needsNobody = types.some(({ relations }) => relations.some(hasNoSubjects));
  return [
    header(principals.map(({ name }) => names.type(name))),
    ...types.map((type) => printType(type, names, conditions)),
    ...(needsNobody ? [nobodyDoc, `entity ${names.nobody}\n`] : []),
  ].join("\n");
}

const nobodyDoc =
  "/// There is none of these: it stands where conditions left nobody of whom a tuple could be.";

/** Types without relations are subjects only, and so principals: OpenFGA does not tell people from things. */
function header(principals: readonly string[]): string {
  const note =
    principals.length === 0
      ? "// Every type has relations, so none is taken for a principal: say yourself who acts.\n"
      : `// Taken for principals, since they have no relations: ${principals.join(", ")}.\n`;
  return `// The relations of an OpenFGA model, imported by polc.\n${note}`;
}

function printType(
  { name, relations }: UnconditionedType,
  names: PolNames,
  conditions: ReadonlyMap<string, string>,
): string {
  const written = names.type(name);
  const keyword = relations.length === 0 ? "principal" : "entity";
  const members = relations.map((relation) => printRelation(relation, names, conditions));
  const block = members.length === 0 ? "" : ` {\n${members.join("")}}`;
  return `${renamed(name, written)}${keyword} ${written}${block}\n`;
}

function renamed(name: string, written: string): string {
  return name === written ? "" : printDoc(docLines(`\`${name}\` in OpenFGA.`));
}

function printRelation(
  relation: UnconditionedRelation,
  names: PolNames,
  conditions: ReadonlyMap<string, string>,
): string {
  const name = names.relation(relation.name);
  const leftOut = relation.leftOut.map((restriction) => {
    const condition = conditions.get(restriction.condition ?? "") ?? "";
    return printDoc(docLines(`Left out: \`${printRestriction(restriction)}\`, where ${condition}`));
  });
  const kinds = hasNoSubjects(relation)
    ? [names.nobody]
    : relation.restrictions.map(({ kind }) => printKind(kind, names));
  const of = kinds.length === 0 ? "" : `: ${[...new Set(kinds)].join(" | ")}`;
  const rule = relation.rule.kind === "direct" ? "" : ` = ${printRule(relation.rule, names)}`;
  return `${renamed(relation.name, name)}${leftOut.join("")}relation ${name}${of}${rule}\n`;
}

/** Whether tuples of nobody are left in a relation that hangs on them. */
function hasNoSubjects({ restrictions, rule }: UnconditionedRelation): boolean {
  return restrictions.length === 0 && hasDirect(rule);
}

function hasDirect(rule: RelationRule): boolean {
  switch (rule.kind) {
    case "direct":
      return true;
    case "computed":
    case "inherited":
      return false;
    case "union":
    case "intersection":
      return rule.operands.some(hasDirect);
    case "exclusion":
      return hasDirect(rule.base) || hasDirect(rule.excluded);
    default:
      return assertNever(rule);
  }
}

function printKind(kind: SubjectKind, names: PolNames): string {
  const type = names.type(kind.type);
  if (kind.kind === "entity") return type;
  return kind.kind === "everyone" ? `${type}.*` : `${type}.${names.relation(kind.relation)}`;
}

function printRule(rule: RelationRule, names: PolNames): string {
  switch (rule.kind) {
    case "direct":
      return "direct";
    case "computed":
      return names.relation(rule.relation);
    case "inherited":
      return `${names.relation(rule.relation)} of ${names.relation(rule.over)}`;
    case "union":
      return rule.operands.map((operand) => printOperand(operand, names)).join(" or ");
    case "intersection":
      return rule.operands.map((operand) => printOperand(operand, names)).join(" and ");
    case "exclusion":
      return `${printOperand(rule.base, names)} but not ${printOperand(rule.excluded, names)}`;
    default:
      return assertNever(rule);
  }
}

function printOperand(rule: RelationRule, names: PolNames): string {
  const printed = printRule(rule, names);
  return "relation" in rule || rule.kind === "direct" ? printed : `(${printed})`;
}
