import type { Need } from "../ir/needs.js";
import type { Field, Type, TypeOf } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { type Code, js, lines, literal, property, propertyName } from "./code.js";
import {
  bind,
  conditional,
  type Expression,
  infix,
  objectLiteral,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";
import { neededProperties, typeKey } from "./reader-key.js";
import type { Readers } from "./reader-parts.js";

/*
 * The arguments of a call in the form in which they are forwarded: normalised, but times, dates and durations in the request's own
 * words, which the readers have kept. `texts` hands these out again in the order of reading.
 */

/** Emits an argument or a member as one of an object literal, for a spread where it may be left out. */
export function emitFieldMember(
  readers: Readers,
  field: Field,
  need: Need | undefined,
  value: Expression,
): Code {
  const name = propertyName(field.name);
  const json = emitTypeJson(readers, field.type, need, value);
  const isPresent = strictlyEqual(value, primary(literal(undefined)), false);
  if (!field.optional) return js`${name}: ${(field.nullable ? orNull(value, json, isPresent) : json).code}`;
  const member = js`{ ${name}: ${json.code} }`;
  if (!field.nullable) return js`...(${isPresent.code} && ${member})`;
  // The request's own words tell null from what was left out.
  return js`...(${isPresent.code} ? ${member} : ${nextText.code} === null && { ${name}: null })`;
}

function orNull(value: Expression, json: Expression, isPresent: Expression): Expression {
  const nullCode = primary(literal(null));
  if (json === value) return infix(precedence.coalesce, value, js`??`, nullCode);
  return conditional(isPresent, json, nullCode);
}

const nextText = postfix(js`texts.next().value`);

/** Whether an argument's JSON form needs the request's own words. */
export function keepsTexts(field: Field): boolean {
  return (field.optional && field.nullable) || typeKeepsTexts(field.type);
}

function typeKeepsTexts(type: Type): boolean {
  switch (type.kind) {
    case "Time":
    case "Date":
    case "Duration":
      return true;
    case "List":
      return typeKeepsTexts(type.element);
    case "Map":
      return typeKeepsTexts(type.value);
    case "Record":
      return [...type.fields.values()].some(keepsTexts);
    case "Entity":
      return true; // its properties may
    default:
      return false;
  }
}

/** The parameter or argument that hands out texts, where they are asked for. */
function textsOf(type: Type): readonly Code[] {
  return typeKeepsTexts(type) ? [js`texts`] : [];
}

/** The value itself where it is its own JSON form. */
function emitTypeJson(readers: Readers, type: Type, need: Need | undefined, value: Expression): Expression {
  const { parts } = readers;
  switch (type.kind) {
    case "Bool":
    case "Int":
    case "Number":
    case "String":
    case "Literals":
    case "Host":
    case "Email":
    case "Path":
    case "Json":
      return value;
    case "Ip":
    case "Cidr":
      return postfix(js`${parts.runtime(`format${type.kind}`)}(${value.code})`);
    case "Url":
      return postfix(property(bind(value, precedence.member), "text"));
    case "Time":
    case "Date":
    case "Duration":
      return nextText;
    case "List":
    case "Map":
    case "Record":
    case "Entity": {
      const form = jsonFunction(readers, type, need);
      return form === undefined ? value : postfix(js`${form}(${[value.code, ...textsOf(type)]})`);
    }
    default:
      return assertNever(type);
  }
}

type ComposedType = TypeOf<"List"> | TypeOf<"Map"> | TypeOf<"Record"> | TypeOf<"Entity">;

/** The function that gives the JSON form of a list, map, record or entity; undefined where it is the value itself. */
function jsonFunction(readers: Readers, type: ComposedType, need: Need | undefined): Code | undefined {
  if (isItsJson(type)) return undefined;
  const key = `json ${typeKey(readers.entities, type, need, true)}`;
  return readers.parts.define(key, `json_of_${type.kind}`, (name) =>
    lines([
      js`function ${name}(${[js`value`, ...textsOf(type)]}) {`,
      js`  return ${emitComposed(readers, type, need)};`,
      js`}`,
    ]),
  );
}

/** Whether an argument's checked copy is what is forwarded. */
export function isForwardedAsIs(field: Field): boolean {
  return !field.optional && !field.nullable && isItsJson(field.type);
}

/** Whether the checked copy has the form in which it is forwarded. */
function isItsJson(type: Type): boolean {
  switch (type.kind) {
    case "List":
      return isItsJson(type.element);
    case "Record":
      return !type.open && [...type.fields.values()].every(isForwardedAsIs);
    case "Map":
    case "Entity":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Time":
    case "Date":
    case "Duration":
      return false;
    default:
      return true;
  }
}

function emitComposed(readers: Readers, type: ComposedType, need: Need | undefined): Code {
  const each = (element: Type) => emitTypeJson(readers, element, need?.elements, primary(js`each`));
  switch (type.kind) {
    case "List":
      return js`value.map((each) => ${bind(each(type.element), precedence.conditional)})`;
    case "Map":
      return js`${readers.parts.runtime("objectOf")}([...value].map(([key, each]) => [key, ${each(type.value).code}]))`;
    case "Record": {
      const members = [...type.fields.values()].map((field) => emitMember(readers, field, need, js`value`));
      return emitObject(
        readers,
        members,
        type.open ? js`value[${readers.parts.runtime("undeclared")}]` : undefined,
      );
    }
    case "Entity":
      return emitEntityJson(readers, type, need);
    default:
      return assertNever(type);
  }
}

function emitMember(readers: Readers, field: Field, need: Need | undefined, object: Code): Code {
  const value = postfix(property(object, field.name));
  return emitFieldMember(readers, field, need?.members.get(field.name), value);
}

/** An object of these members, and of the others that an open one has. */
export function emitObject({ parts }: Readers, members: readonly Code[], others: Code | undefined): Code {
  const rest = others === undefined ? [] : [js`...${parts.runtime("objectOf")}(${others})`];
  return objectLiteral([...members, ...rest]);
}

/** Type and id, and the properties and ancestors that were checked. Properties of which none is there are left out. */
function emitEntityJson(readers: Readers, type: TypeOf<"Entity">, need: Need | undefined): Code {
  const members = [js`type: value.type`, js`id: value.id`];
  if (neededProperties(readers.entities, type, need).length > 0) {
    members.push(js`...${propertiesFunction(readers, type, need)}(value, texts)`);
  }
  if (need?.ancestors) members.push(js`ancestors: ${readers.parts.runtime("entitiesOf")}(value.ancestors)`);
  return objectLiteral(members);
}

/** The properties of an entity, as its own type declares them: a member to spread. */
function propertiesFunction(readers: Readers, type: TypeOf<"Entity">, need: Need | undefined): Code {
  const { parts, entities } = readers;
  const names = neededProperties(entities, type, need);
  const key = `json properties ${typeKey(entities, type, need, true)}`;
  return parts.define(key, "json_of_properties", (name) => {
    const byType = type.names.map((entity) => {
      const fields = names.flatMap((property) => entities.get(entity)?.attributes.get(property) ?? []);
      const members = fields.map((field) => emitMember(readers, field, need, js`value.properties`));
      return js`  if (value.type === ${literal(entity)}) properties = ${objectLiteral(members)};`;
    });
    return lines([
      js`function ${name}(value, texts) {`,
      js`  let properties = {};`,
      ...byType,
      js`  return Object.keys(properties).length > 0 && { properties };`,
      js`}`,
    ]);
  });
}
