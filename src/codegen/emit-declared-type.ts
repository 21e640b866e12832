import type { Field, Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { type Code, join, js, literal, nothing, propertyName } from "./code.js";

/** The TypeScript type of a field's value as a request carries it. */
export function emitFieldType({ type, optional, nullable }: Field): Code {
  return optional || nullable ? js`${emitType(type)} | null` : emitType(type);
}

/** The TypeScript type of a value as a request carries it. */
function emitType(type: Type): Code {
  switch (type.kind) {
    case "Bool":
      return js`boolean`;
    case "Int":
    case "Number":
      return js`number`;
    case "String":
    case "Time":
    case "Date":
    case "Duration":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return js`string`;
    case "Literals":
      return union(type.values);
    case "List":
      return js`readonly ${elementType(emitType(type.element))}[]`;
    case "Map":
      return js`{ readonly [key: string]: ${emitType(type.value)} }`;
    case "Record":
      return emitRecord([...type.fields.values()], type.open);
    case "Entity":
      return js`EntityValue<${union(type.names)}>`;
    case "Json":
      return js`unknown`;
    default:
      return assertNever(type);
  }
}

function elementType(code: Code): Code {
  return /[ |]/.test(code.text) ? js`(${code})` : code;
}

function union(names: readonly string[]): Code {
  const codes = names.map((name) => literal(name));
  return codes.length === 0 ? js`never` : codes.reduce((sum, code) => js`${sum} | ${code}`);
}

function emitRecord(fields: readonly Field[], open: boolean): Code {
  const members = fields.map(
    (field) =>
      js`readonly ${propertyName(field.name)}${field.optional ? js`?` : nothing}: ${emitFieldType(field)};`,
  );
  if (open) members.push(js`readonly [member: string]: unknown;`);
  return members.length === 0 ? js`{}` : js`{ ${join(members, " ")} }`;
}
