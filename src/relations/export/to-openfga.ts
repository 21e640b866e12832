import { canonicalJson } from "../../util/canonical-json.js";
import { assertNever } from "../../util/invariant.js";
import type { EntityRelations, Relation, RelationModel, RelationRule, SubjectKind } from "../model.js";
import type { ExportedSchema, ExportProblem } from "./exported-schema.js";
import { countsTuples, leavesOf } from "./rule-parts.js";

/** A relation model as a model of OpenFGA, in its language. Names stay as they are. */
export function toOpenFga(model: RelationModel): ExportedSchema {
  const types = model.types.map(printType).join("\n");
  return {
    text: `# Relations of a policy set, written by polc.\nmodel\n  schema 1.1\n\n${types}`,
    names: { type: (name) => name, relation: (name) => name, tuples: (_, relation) => relation },
    problems: model.types.flatMap((type) => typeProblems(type)),
  };
}

/** What the language's grammar keeps for itself. */
const keptWords: ReadonlySet<string> = new Set([
  ...["and", "but", "condition", "define", "from", "not", "or", "relations", "self", "this", "with"],
]);

function typeProblems({ type, relations }: EntityRelations): readonly ExportProblem[] {
  return [
    ...nameProblems(type, longestType).map((message) => ({ type, message })),
    ...relations.flatMap((relation) =>
      relationProblems(relation, relations).map((message) => ({ type, relation: relation.name, message })),
    ),
  ];
}

/** How many characters names have at most. */
const longestType = 254;
const longestRelation = 50;

function nameProblems(name: string, longest: number): readonly string[] {
  if (keptWords.has(name)) return [`OpenFGA keeps the name \`${name}\` for itself`];
  return name.length > longest
    ? [`OpenFGA's names have ${longest} characters here: \`${name}\` is longer`]
    : [];
}

function relationProblems(relation: Relation, relations: readonly Relation[]): readonly string[] {
  const { name, rule } = relation;
  const leaves = leavesOf(directFirst(rule));
  const problems = leaves.flatMap((leaf) =>
    leaf.kind === "inherited" && !leadsPlainly(leaf.over, relations)
      ? [`OpenFGA inherits over relations that have tuples of entities alone: \`${leaf.over}\` has more`]
      : [],
  );
  problems.push(...nameProblems(name, longestRelation));
  if (leaves.filter(({ kind }) => kind === "direct").length > 1)
    problems.push(`OpenFGA's language says once what tuples \`${name}\` has, and \`direct\` stands twice`);
  else if (leaves[0]?.kind !== "direct" && countsTuples(rule))
    problems.push(`OpenFGA's language cannot exclude the tuples of \`${name}\` from itself`);
  return problems;
}

function leadsPlainly(over: string, relations: readonly Relation[]): boolean {
  const found = relations.find(({ name }) => name === over);
  return found?.rule.kind === "direct" && found.subjects.every(({ kind }) => kind === "entity");
}

/** The same rule without repetitions, with the tuples as far left as they can stand: the language has them there only. */
function directFirst(rule: RelationRule): RelationRule {
  switch (rule.kind) {
    case "direct":
    case "computed":
    case "inherited":
      return rule;
    case "union":
    case "intersection": {
      const operands = unlike(rule.operands.map(directFirst));
      const [only] = operands;
      if (operands.length === 1 && only !== undefined) return only;
      const [first, others] = [operands.filter(countsTuples), operands.filter((each) => !countsTuples(each))];
      return { kind: rule.kind, operands: [...first, ...others] };
    }
    case "exclusion":
      return { ...rule, base: directFirst(rule.base) };
    default:
      return assertNever(rule);
  }
}

/** OpenFGA takes what stands twice for a mistake. */
function unlike(operands: readonly RelationRule[]): readonly RelationRule[] {
  return [...new Map(operands.map((operand) => [canonicalJson(operand), operand])).values()];
}

function printType({ type, relations }: EntityRelations): string {
  const defined = relations.map((relation) => `    define ${relation.name}: ${printDefinition(relation)}\n`);
  return `type ${type}\n${defined.length === 0 ? "" : `  relations\n${defined.join("")}`}`;
}

function printDefinition({ subjects, rule }: Relation): string {
  return printRule(directFirst(rule), `[${[...new Set(subjects.map(printKind))].join(", ")}]`);
}

function printKind(kind: SubjectKind): string {
  if (kind.kind === "everyone") return `${kind.type}:*`;
  return kind.kind === "userset" ? `${kind.type}#${kind.relation}` : kind.type;
}

function printRule(rule: RelationRule, direct: string): string {
  const operand = (part: RelationRule) => {
    const printed = printRule(part, direct);
    return "operands" in part || part.kind === "exclusion" ? `(${printed})` : printed;
  };
  switch (rule.kind) {
    case "direct":
      return direct;
    case "computed":
      return rule.relation;
    case "inherited":
      return `${rule.relation} from ${rule.over}`;
    case "union":
      return rule.operands.map(operand).join(" or ");
    case "intersection":
      return rule.operands.map(operand).join(" and ");
    case "exclusion":
      return `${operand(rule.base)} but not ${operand(rule.excluded)}`;
    default:
      return assertNever(rule);
  }
}
