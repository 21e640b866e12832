import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { contentOf } from "../source/moved.js";
import type { Declaration, Parameter, RelationDeclaration } from "../syntax/ast.js";
import { printField, printType } from "../types/print-type.js";
import type { Field } from "../types/type.js";
import { rememberedOf } from "../util/remembered.js";
import { canonicalNode } from "./canonical-node.js";
import type { Schema } from "./checker.js";
import type { TypeResolver } from "./resolve-type.js";
import type {
  ActionSchema,
  EntitySchema,
  ObligationSchema,
  TypedAssertion,
  TypedRule,
} from "./typed-policy-set.js";

/** The version of the language that digests are of. */
export const languageVersion = "1";

/**
 * SHA-256 of the canonical print of all resolved declarations but tests, fixtures and comments, with the language version:
 * independent of the names of files, of the order of declarations and of layout.
 */
export function digestOf(
  schema: Schema,
  declarations: readonly Declaration[],
  resolver: TypeResolver,
  sentences: readonly (TypedRule | TypedAssertion)[],
): string {
  const lines = [
    ...[...schema.entities.values()].map(entityLine),
    ...[...schema.actions.values()].map(actionLine),
    ...fieldLines(schema.context, "context"),
    ...[...schema.obligations.values()].map(obligationLine),
    ...declarations.flatMap((declaration) => declarationLines(declaration, resolver)),
    ...sentences.map((sentence) => sentenceLine(contentOf(sentence))),
  ].sort();
  const text = [`pol ${languageVersion}`, ...lines].join("\n");
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

const sentenceLine = rememberedOf((sentence: TypedRule | TypedAssertion) =>
  "policy" in sentence ? `${sentence.policy} ${sentence.text}` : sentence.text,
);

function entityLine(entity: EntitySchema): string {
  const keyword = entity.principal ? "principal" : "entity";
  const relations = entity.relations.map(relationText).sort().join(", ");
  return `${keyword} ${entity.name} in ${entity.parents.join(", ")} acting for ${entity.actingFor.join(", ")} {${fieldList(entity.attributes)}} relations {${relations}}`;
}

function relationText(relation: RelationDeclaration): string {
  return canonicalNode(relation);
}

function actionLine(action: ActionSchema): string {
  const on = action.resources ? ` on ${action.resources.join(", ")}` : "";
  return `action ${JSON.stringify(action.name)}(${fieldList(action.parameters)}${action.open ? ", ..." : ""})${on} tagged ${action.tags.join(", ")}`;
}

function obligationLine(obligation: ObligationSchema): string {
  return `obligation ${obligation.name}(${fieldList(obligation.parameters)})${obligation.once ? " once" : ""}`;
}

function fieldLines(fields: ReadonlyMap<string, Field>, owner: string): readonly string[] {
  return [...fields.values()].map((field) => `${owner} ${fieldText(field)}`);
}

function fieldList(fields: ReadonlyMap<string, Field>): string {
  return [...fields.values()].map(fieldText).sort().join(", ");
}

function fieldText(field: Field): string {
  return field.nullable ? `${printField(field)} | null` : printField(field);
}

/** What neither the schema nor the rules hold: values and definitions. */
function declarationLines(declaration: Declaration, resolver: TypeResolver): readonly string[] {
  switch (declaration.kind) {
    case "ConstantDeclaration": {
      const type = declaration.type && resolver.resolve(declaration.type);
      return [
        `const ${declaration.name.text}: ${type ? printType(type) : ""} = ${canonicalNode(declaration.value)}`,
      ];
    }
    case "DefinitionDeclaration":
    case "RemedyDeclaration":
      return [
        `${declaration.kind} ${declaration.name.text}(${parameterList(declaration.parameters, resolver)}) = ${canonicalNode(declaration.body)}`,
      ];
    default:
      return [];
  }
}

function parameterList(parameters: readonly Parameter[], resolver: TypeResolver): string {
  const fields = parameters.map((parameter) =>
    parameter.kind === "FieldDeclaration" ? resolver.resolveField(parameter) : undefined,
  );
  return fields.map((field) => (field ? fieldText(field) : "...")).join(", ");
}
