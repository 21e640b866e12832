import { assertNever } from "../util/invariant.js";
import type {
  ActionDeclaration,
  ActionItem,
  ConstantDeclaration,
  ContextDeclaration,
  Declaration,
  DefinitionDeclaration,
  EntityDeclaration,
  EntityMember,
  FieldDeclaration,
  Name,
  PolicyDeclaration,
  RefineDeclaration,
  RemedyDeclaration,
  RuleDeclaration,
  TypeDeclaration,
} from "./ast.js";
import { blankLine, concat, concatAll, type Doc, group, hardLine, indent, join, line } from "./doc.js";
import { printBraces, printCommas } from "./print-block.js";
import { breaksBetween, danglingComments, type PrintContext, withComments } from "./print-context.js";
import { expressionDoc } from "./print-expression.js";
import { relationDoc } from "./print-relation.js";
import { assertBody, ruleDoc } from "./print-rule.js";
import { printSegments, printString } from "./print-string.js";
import { testDoc } from "./print-test.js";
import { fieldDoc, parametersDoc, typeDoc } from "./print-type.js";
import { entityValueDoc, recordDoc, valueDoc } from "./print-value.js";

/** A declaration with its comments. */
export function declarationDoc(context: PrintContext, declaration: Declaration): Doc {
  const body = () => declarationBody(context, declaration);
  return withComments(context, declaration, body, declaration.documentation);
}

function declarationBody(context: PrintContext, declaration: Declaration): Doc {
  switch (declaration.kind) {
    case "UseDeclaration":
      return `use ${printSegments(declaration.module.segments)}`;
    case "EntityDeclaration":
      return entityDoc(context, declaration);
    case "ActionDeclaration":
      return actionDoc(context, "action ", declaration);
    case "RefineDeclaration":
      return actionDoc(context, "refine action ", declaration);
    case "TagDeclaration":
      return concat("tag ", namesDoc(declaration.names));
    case "ContextDeclaration":
      return contextDoc(context, declaration);
    case "TypeDeclaration":
      return typeDeclarationDoc(context, declaration);
    case "ConstantDeclaration":
      return constantDoc(context, declaration);
    case "DefinitionDeclaration":
      return definitionDoc(context, "def", declaration);
    case "RemedyDeclaration":
      return definitionDoc(context, "remedy", declaration);
    case "ObligationDeclaration": {
      const { name, parameters, once } = declaration;
      const list = parameters.length === 0 ? "" : parametersDoc(context, parameters);
      return concat(`obligation ${name.text}`, list, once ? " once" : "");
    }
    case "PolicyDeclaration":
      return policyDoc(context, declaration);
    case "AssertDeclaration":
      return assertBody(context, declaration);
    case "FixtureDeclaration": {
      const { name, value } = declaration;
      const doc = value.kind === "RecordValue" ? recordDoc(context, value) : entityValueDoc(context, value);
      return concat(`fixture ${name.text} = `, doc);
    }
    case "TestDeclaration":
      return testDoc(context, declaration);
    default:
      return assertNever(declaration);
  }
}

function namesDoc(names: readonly Name[]): Doc {
  return printCommas(names.map((name) => name.text));
}

// ── schema ──

function entityDoc(context: PrintContext, entity: EntityDeclaration): Doc {
  const head: Doc[] = [`${entity.principal ? "principal" : "entity"} ${entity.name.text}`];
  if (entity.parents.length > 0) head.push(" in ", namesDoc(entity.parents));
  if (entity.actingFor.length > 0) head.push(" acting for ", namesDoc(entity.actingFor));
  const [first] = entity.members;
  if (first === undefined) return concat(...head);
  const lastName = entity.actingFor.at(-1) ?? entity.parents.at(-1) ?? entity.name;
  const relations = entity.members.some((member) => member.kind === "RelationDeclaration");
  const opened = relations || breaksBetween(context, lastName.span.end, first.span.start);
  const print = (member: EntityMember) => memberDoc(context, member);
  return concat(
    ...head,
    " ",
    printBraces(context, { end: entity.span.end, items: entity.members, print }, opened),
  );
}

function memberDoc(context: PrintContext, member: EntityMember): Doc {
  return member.kind === "FieldDeclaration" ? fieldDoc(context, member) : relationDoc(context, member);
}

function contextDoc(context: PrintContext, declaration: ContextDeclaration): Doc {
  const { fields, span } = declaration;
  const opened = breaksBetween(context, span.start, fields[0]?.span.start ?? span.start);
  const print = (field: FieldDeclaration) => fieldDoc(context, field);
  return concat("context ", printBraces(context, { end: span.end, items: fields, print }, opened));
}

/** Several actions stand below each other, all their names in one column. */
function actionDoc(
  context: PrintContext,
  keyword: "action " | "refine action ",
  declaration: ActionDeclaration | RefineDeclaration,
): Doc {
  const items = declaration.items.map((item) => withComments(context, item, () => itemDoc(context, item)));
  const column = items.length === 1 ? 0 : keyword.length;
  const list = indent(join(concat(",", line), items), column);
  return group(keyword, list, scopeDoc(declaration));
}

function itemDoc(context: PrintContext, item: ActionItem): Doc {
  const parameters = item.parameters.length === 0 ? "" : parametersDoc(context, item.parameters);
  return concat(printSegments(item.name.segments), parameters);
}

function scopeDoc({ resources, tags }: ActionDeclaration | RefineDeclaration): Doc {
  const parts: Doc[] = [];
  if (resources.length > 0) parts.push(group(indent(concat(line, "on ", namesDoc(resources)))));
  if (tags.length > 0) parts.push(group(indent(concat(line, "tagged ", namesDoc(tags)))));
  return concat(...parts);
}

function typeDeclarationDoc(context: PrintContext, { name, type }: TypeDeclaration): Doc {
  const head = `type ${name.text} = `;
  if (type.kind === "JsonSchemaReference") return `${head}json(${printString(type.path.value)})`;
  return concat(head, typeDoc(context, type));
}

function constantDoc(context: PrintContext, { name, type, value }: ConstantDeclaration): Doc {
  const annotation = type === undefined ? "" : concat(": ", typeDoc(context, type));
  return concat(`const ${name.text}`, annotation, " = ", valueDoc(context, value));
}

function definitionDoc(
  context: PrintContext,
  keyword: string,
  { name, parameters, body }: DefinitionDeclaration | RemedyDeclaration,
): Doc {
  const head = concat(`${keyword} ${name.text}`, parametersDoc(context, parameters), " =");
  return group(head, indent(concat(line, expressionDoc(context, body))));
}

// ── policies ──

/** Rules have an empty line before each, so that one sees them at a glance. */
function policyDoc(context: PrintContext, policy: PolicyDeclaration): Doc {
  const rules = policy.rules.map((rule: RuleDeclaration) => concat(blankLine, ruleDoc(context, rule)));
  const dangling = danglingComments(context, policy.span.end);
  const head = `policy ${policy.name.text} `;
  if (rules.length + dangling.length === 0) return `${head}{}`;
  return concat(head, "{", indent(concatAll([...rules, ...dangling])), hardLine, "}");
}
