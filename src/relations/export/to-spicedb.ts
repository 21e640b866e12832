import { assertNever } from "../../util/invariant.js";
import type { EntityRelations, Relation, RelationModel, RelationRule, SubjectKind } from "../model.js";
import type { ExportedSchema, ExportNames, ExportProblem } from "./exported-schema.js";
import { leavesOf } from "./rule-parts.js";
import { spicedbNames } from "./spicedb-names.js";

/**
 * A relation model as a schema of SpiceDB, where a relation has tuples or a definition: one that has both becomes a relation and a permission.
 */
export function toSpicedb(model: RelationModel): ExportedSchema {
  const names = spicedbNames(model);
  const definitions = model.types.map((type) => printDefinition(type, names)).join("\n");
  return {
    text: `// Relations of a policy set, written by polc.\n\n${definitions}`,
    names,
    problems: model.types.flatMap(typeProblems),
  };
}

function typeProblems({ type, relations }: EntityRelations): readonly ExportProblem[] {
  const open = new Set(
    relations
      .filter(({ subjects }) => subjects.some(({ kind }) => kind === "everyone"))
      .map(({ name }) => name),
  );
  return relations.flatMap(({ name, rule }) =>
    leavesOf(rule).flatMap((leaf) =>
      leaf.kind === "inherited" && open.has(leaf.over)
        ? [
            {
              type,
              relation: name,
              message: `SpiceDB inherits over no relation of everyone, as \`${leaf.over}\``,
            },
          ]
        : [],
    ),
  );
}

function printDefinition({ type, relations }: EntityRelations, names: ExportNames): string {
  const written = names.type(type);
  const remark = written === type ? "" : `// ${type}\n`;
  const members = relations.flatMap((relation) => printRelation(type, relation, names));
  const body = members.length === 0 ? "" : `\n${members.map((member) => `  ${member}\n`).join("")}`;
  return `${remark}definition ${written} {${body}}\n`;
}

function printRelation(
  type: string,
  { name, subjects, rule }: Relation,
  names: ExportNames,
): readonly string[] {
  const kinds = [...new Set(subjects.map((kind) => printKind(kind, names)))].join(" | ");
  const tuples = subjects.length === 0 ? [] : [`relation ${names.tuples(type, name)}: ${kinds}`];
  if (names.tuples(type, name) === names.relation(name)) return tuples;
  return [...tuples, `permission ${names.relation(name)} = ${printRule(rule, type, name, names)}`];
}

function printKind(kind: SubjectKind, names: ExportNames): string {
  const type = names.type(kind.type);
  if (kind.kind === "everyone") return `${type}:*`;
  return kind.kind === "userset" ? `${type}#${names.relation(kind.relation)}` : type;
}

function printRule(rule: RelationRule, type: string, name: string, names: ExportNames): string {
  const operand = (part: RelationRule) => {
    const printed = printRule(part, type, name, names);
    return "operands" in part || part.kind === "exclusion" ? `(${printed})` : printed;
  };
  switch (rule.kind) {
    case "direct":
      return names.tuples(type, name);
    case "computed":
      return names.relation(rule.relation);
    case "inherited":
      return `${names.tuples(type, rule.over)}->${names.relation(rule.relation)}`;
    case "union":
      return rule.operands.length === 0 ? "nil" : rule.operands.map(operand).join(" + ");
    case "intersection":
      return rule.operands.map(operand).join(" & ");
    case "exclusion":
      return `${operand(rule.base)} - ${operand(rule.excluded)}`;
    default:
      return assertNever(rule);
  }
}
