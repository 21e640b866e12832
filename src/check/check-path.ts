import type { Fix } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import type { AttributeExpression, IndexExpression, Name } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { printString } from "../syntax/print-string.js";
import { printType } from "../types/print-type.js";
import { isAssignable, joinTypes, literalsType } from "../types/relations.js";
import type { Field, Type, TypeOf } from "../types/type.js";
import { withSecrets } from "../types/with-secrets.js";
import { literalText } from "./check-literal.js";
import { checkValue } from "./check-value.js";
import { suggestion } from "./checker.js";
import { type Checked, checkedValue, type ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { libraryHelp } from "./library.js";
import type { TypedExpression } from "./typed-expression.js";
import { partNames, partOf } from "./value-parts.js";

/** `a.b`: an attribute, an entity's identity, or a part of a value. */
export function checkAttribute(
  scope: ExpressionScope,
  node: AttributeExpression,
  facts: Facts,
): Checked | undefined {
  const object = scope.check(scope, node.object, facts);
  if (!object) return undefined;
  const step = readStep(object, node.name, node.quoted, node.span, facts, scope);
  if (step) return step;
  reportUnknownStep(scope, node, object.expression, facts);
  return undefined;
}

/** One step from an object: undefined where the object has nothing of that name; nothing is reported. */
export function readStep(
  object: Checked,
  name: Name,
  quoted: boolean,
  span: Span,
  facts: Facts,
  scope: ExpressionScope,
): Checked | undefined {
  const { type } = object.expression;
  if (type.kind === "Entity") {
    const identity = !quoted && (name.text === "id" || name.text === "type");
    return identity
      ? identityStep(object, name.text as "id" | "type", span, facts)
      : attributeStep(object, entityField(scope, type, name.text), span, facts);
  }
  if (type.kind === "Record") return attributeStep(object, type.fields.get(name.text), span, facts);
  return quoted ? undefined : partStep(object, name.text, span, facts);
}

function identityStep(object: Checked, name: "id" | "type", span: Span, facts: Facts): Checked {
  const { type } = object.expression;
  const result: Type =
    name === "type" && type.kind === "Entity" ? literalsType(type.names) : { kind: "String" };
  const expression: TypedExpression = {
    kind: "identity",
    object: object.expression,
    name,
    type: result,
    span,
  };
  return { ...checkedValue(expression, facts, stepKey(object.key, `#${name}`)), ...absentOf(object) };
}

function attributeStep(
  object: Checked,
  field: Field | undefined,
  span: Span,
  facts: Facts,
): Checked | undefined {
  if (!field) return undefined;
  const key = stepKey(object.key, JSON.stringify(field.name));
  const known = key !== undefined && facts.present.has(key);
  const narrowed = key === undefined ? undefined : facts.types.get(key);
  const expression: TypedExpression = {
    kind: "read",
    object: object.expression,
    name: field.name,
    type: narrowed ? withSecrets(narrowed, field.type) : field.type,
    span,
  };
  if (known) return checkedValue(expression, facts, key);
  const absent = object.absent ?? whyAbsent(object, field);
  return { ...checkedValue(expression, facts, key), ...(absent !== undefined && { absent }) };
}

function whyAbsent(object: Checked, { name, optional, nullable }: Field): string | undefined {
  if (optional) return `\`${name}\` is optional`;
  if (nullable) return `\`${name}\` may be null`;
  return object.bare && "of an entity that a policy names only type and id are known";
}

function partStep(object: Checked, name: string, span: Span, facts: Facts): Checked | undefined {
  const part = partOf(object.expression.type, name);
  if (!part) return undefined;
  const key = stepKey(object.key, name);
  const expression: TypedExpression = {
    kind: "part",
    object: object.expression,
    part: part.name,
    type: part.type,
    span,
  };
  const known = key !== undefined && facts.present.has(key);
  const absent = known ? undefined : (object.absent ?? part.absent);
  return { ...checkedValue(expression, facts, key), ...(absent !== undefined && { absent }) };
}

function absentOf(object: Checked): { absent?: string } {
  return object.absent === undefined ? {} : { absent: object.absent };
}

function stepKey(object: string | undefined, step: string): string | undefined {
  return object === undefined ? undefined : `${object}.${step}`;
}

/** The attribute that every type of a union has under one name, its types joined. */
export function entityField(scope: ExpressionScope, type: TypeOf<"Entity">, name: string): Field | undefined {
  const fields = type.names.map((entity) => scope.checker.schema.entities.get(entity)?.attributes.get(name));
  const known = fields.filter((field) => field !== undefined);
  const [first, ...rest] = known;
  if (!first || known.length < fields.length) return undefined;
  return rest.reduce<Field | undefined>((left, right) => left && joinFields(left, right), first);
}

function joinFields(left: Field, right: Field): Field | undefined {
  const type = joinTypes(left.type, right.type);
  return (
    type && {
      ...left,
      type,
      optional: left.optional || right.optional,
      nullable: left.nullable || right.nullable,
    }
  );
}

/** `map["key"]`: the key is a constant, a quantifier's variable, or any String with a default behind it. */
export function checkIndex(scope: ExpressionScope, node: IndexExpression, facts: Facts): Checked | undefined {
  const object = scope.check(scope, node.object, facts);
  const key = checkValue(scope, node.key, facts, { kind: "String" });
  if (!object || !key) return undefined;
  const { type } = object.expression;
  if (type.kind !== "Map" || !isAssignable(key.expression.type, { kind: "String" })) {
    const wrong = type.kind === "Map" ? node.key : node.object;
    const found = type.kind === "Map" ? key.expression.type : type;
    scope.report("POL2011", wrong.span, `\`${printExpression(wrong)}\` is \`${printType(found)}\``, {
      help: "only a `Map` is read with `[ ]`, by a String",
    });
    return undefined;
  }
  return indexStep(scope, node, object, key, facts);
}

function indexStep(
  scope: ExpressionScope,
  node: IndexExpression,
  object: Checked,
  key: Checked,
  facts: Facts,
): Checked | undefined {
  const { type } = object.expression;
  if (type.kind !== "Map") return undefined;
  const step = indexKey(scope, node, key);
  const factKey = step === undefined ? undefined : stepKey(object.key, step);
  const present = isKeyOf(scope, node, object) || (factKey !== undefined && facts.present.has(factKey));
  const expression: TypedExpression = {
    kind: "index",
    object: object.expression,
    key: key.expression,
    type: type.value,
    span: node.span,
  };
  const absent = present ? object.absent : (object.absent ?? "a map may lack any key");
  return { ...checkedValue(expression, facts, factKey), ...(absent !== undefined && { absent }) };
}

/** What tells one entry of a map from another: the key's text, or the path that it comes from. */
function indexKey(scope: ExpressionScope, node: IndexExpression, key: Checked): string | undefined {
  const text = literalText(scope, node.key);
  if (text !== undefined) return mapStep(text);
  return key.key === undefined ? undefined : `[${key.key}]`;
}

/** How a map's key stands in a path's key. */
export function mapStep(key: string): string {
  return `[${JSON.stringify(key)}]`;
}

function isKeyOf(scope: ExpressionScope, node: IndexExpression, object: Checked): boolean {
  if (node.key.kind !== "NameExpression" || object.key === undefined) return false;
  return scope.bindings.get(node.key.name)?.keyOf === object.key;
}

function reportUnknownStep(
  scope: ExpressionScope,
  node: AttributeExpression,
  object: TypedExpression,
  facts: Facts,
): void {
  const { name } = node;
  if (scope.checker.declarations.brokenNames.has(name.text)) return;
  const candidates = stepNames(scope, object.type);
  const help =
    otherwiseHelp(scope, name.text, object) ??
    contextHelp(name.text, object).help ??
    suggestion(name.text, candidates).help ??
    listHelp(candidates);
  const message = `${describeOwner(object)} has no \`${name.text}\``;
  const details = {
    ...(help !== undefined && { help }),
    ...(object.type.kind === "Map" && { fix: readingKey(node) }),
  };
  if (!facts.lenient) scope.report("POL2003", name.span, message, details);
  else if (declaringType(scope, name.text, object.type) === undefined)
    scope.tests.unknown(name, { code: "POL2003", message, ...details, guard: true });
}

/** Modules of the standard library declare much of what a context has. */
export function contextHelp(name: string, object: TypedExpression): { help?: string } {
  return object.kind === "root" && object.name === "context" ? libraryHelp("context", name) : {};
}

/** A map is read by key, whatever it is called. */
function readingKey({ name, object }: AttributeExpression): Fix {
  const key = `[${printString(name.text)}]`;
  const { file, end } = object.span;
  return replacing({ file, start: end, end: name.span.end }, key, `write \`…${key}\``);
}

/** What would have it: some types of a union, a key of a map, another type than a text's, the party that is acted for. */
function otherwiseHelp(scope: ExpressionScope, name: string, object: TypedExpression): string | undefined {
  const { type } = object;
  if (type.kind === "Map") return `a map is read by key: \`…[${JSON.stringify(name)}]\``;
  if (type.kind === "String") return typedTextHelp(name);
  const declaring = declaringType(scope, name, type);
  return declaring
    ? `\`${declaring}\` has it: guard it with \`… is ${declaring}\``
    : partyHelp(scope, name, object);
}

/** Imported tools call addresses of all kinds a String. */
function typedTextHelp(name: string): string | undefined {
  const kind = (["Url", "Email", "Time"] as const).find((kind) => partOf({ kind }, name));
  return (
    kind && `declare it as \`${kind}\`, which has one; what is imported is narrowed by \`refine action\``
  );
}

/** What an actor lacks, its subject may have. */
function partyHelp(scope: ExpressionScope, name: string, object: TypedExpression): string | undefined {
  if (object.kind !== "root" || object.type.kind !== "Entity") return undefined;
  const [party = ""] = object.type.names;
  const actingFor = scope.checker.schema.entities.get(party)?.actingFor ?? [];
  const owner = actingFor.find((subject) => attributeNames(scope, subject).includes(name));
  if (owner === undefined) return undefined;
  return scope.principalIs === "actor"
    ? `\`${owner}\` has it: \`subject.${name}\``
    : `\`${owner}\` has it, which is the \`subject\` of \`${party} acting for ${owner}\` only`;
}

/** A type of a union of entities that declares an attribute which others of them lack. */
function declaringType(scope: ExpressionScope, name: string, type: Type): string | undefined {
  return type.kind === "Entity"
    ? type.names.find((entity) => attributeNames(scope, entity).includes(name))
    : undefined;
}

/** What an attribute is missed in: the arguments and the context by name, anything else by type. */
export function describeOwner(object: TypedExpression): string {
  return object.kind === "root" && object.type.kind === "Record"
    ? `\`${object.name}\``
    : `\`${printType(object.type)}\``;
}

function listHelp(candidates: readonly string[]): string | undefined {
  return candidates.length === 0 || candidates.length > 12
    ? undefined
    : `it has ${candidates.map((name) => `\`${name}\``).join(", ")}`;
}

/** Everything that can be read from a value of a type: of a union, what all its types have. */
export function stepNames(scope: ExpressionScope, type: Type): readonly string[] {
  if (type.kind === "Record") return [...type.fields.keys()];
  if (type.kind !== "Entity") return partNames(type);
  const [first = [], ...rest] = type.names.map((name) => attributeNames(scope, name));
  return ["id", "type", ...first.filter((name) => rest.every((names) => names.includes(name)))];
}

function attributeNames(scope: ExpressionScope, entity: string): readonly string[] {
  return [...(scope.checker.schema.entities.get(entity)?.attributes.keys() ?? [])];
}
