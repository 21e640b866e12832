import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Need } from "../ir/needs.js";
import { printFieldType } from "../types/print-type.js";
import type { Field } from "../types/type.js";
import { rememberedOf } from "../util/remembered.js";
import { type Code, js, literal, property } from "./code.js";
import { emitFieldMember, emitObject, isForwardedAsIs, keepsTexts } from "./emit-argument-json.js";
import { fieldReader } from "./emit-reader.js";
import { functionDeclaration, primary } from "./expression.js";
import { attributeInput, inputName } from "./input.js";
import { fieldKey } from "./reader-key.js";
import {
  closingFunction,
  emitNameSet,
  emitRecordOf,
  pointerPart,
  type Readers,
  type Reading,
} from "./reader-parts.js";

/**
 * Emits the reading of an action's arguments: each of them, in the order of declaration, whether a rule reads it or not; then what
 * else there is.
 */
export function readArguments(
  readers: Readers,
  reading: Reading,
  action: ActionSchema,
  need: Need | undefined,
): void {
  const { parts } = readers;
  const fields = [...action.parameters.values()];
  emitRecordOf(parts, reading, {
    local: js`args`,
    value: js`given`,
    declared: fields,
    fields,
    path: "/action/properties",
  });
  for (const field of fields) {
    const local = argumentLocal(readers, field);
    const value = js`${parts.runtime("argument")}(${property(js`args`, field.name)}, args, report)`;
    const path = literal(`/action/properties/${pointerPart(field.name)}`);
    const read = fieldReader(readers, field, need?.members.get(field.name));
    reading.statements.push(js`const ${local} = ${read}(${value}, report, ${path});`);
    reading.wrong.push(js`${local} === null`);
  }
  // Of what is no record there may be any amount.
  const isRecord = js`args !== ${parts.runtime("noRecord")}`;
  reading.statements.push(js`const others = ${isRecord} ? ${emitOthers(readers, action)} : null;`);
  reading.wrong.push(js`others === null`);
}

/** What an open action has beside its parameters is kept, elsewhere it is refused. */
function emitOthers({ parts }: Readers, { parameters, open }: ActionSchema): Code {
  const names = [...parameters.keys()];
  if (!open) return js`${closingFunction(parts, names)}(given, report, "/action/properties")`;
  return js`${parts.runtime("readRest")}(given, ${emitNameSet(parts, names)}, report, "/action/properties")`;
}

function argumentLocal({ parts }: Readers, { name }: Field): Code {
  return inputName(parts.names, attributeInput("args", name));
}

/** The same for actions whose arguments are read and forwarded alike. */
export const parametersKey = rememberedOf(({ parameters, open }: ActionSchema): string => {
  const fields = [...parameters.values()].map((field) => [
    field.name,
    field.optional,
    field.nullable,
    printFieldType(field),
  ]);
  return JSON.stringify([open, fields]);
});

/** Emits how each argument is read where nothing else of the request can be. */
export function emitParameters(readers: Readers, { parameters }: ActionSchema): Code {
  const entries = [...parameters.values()].map(
    (field) => js`[${literal(field.name)}, ${fieldReader(readers, field, undefined)}]`,
  );
  return js`[${entries}]`;
}

/** The arguments as they are forwarded; what is kept of the request's own words is in `texts`. */
export function emitForwarded(readers: Readers, action: ActionSchema, need: Need | undefined): Code {
  const { parts } = readers;
  const fields = [...action.parameters.values()];
  const members = fields.map((field) => {
    const value = primary(argumentLocal(readers, field));
    return emitFieldMember(readers, field, need?.members.get(field.name), value);
  });
  const object = emitObject(readers, members, action.open ? js`others` : undefined);
  if (!action.open && fields.every(isForwardedAsIs)) return object;
  const inputs = [
    ...fields.map((field) => argumentLocal(readers, field)),
    ...(action.open ? [js`others`] : []),
    ...(keepsArgumentTexts(action) ? [js`texts`] : []),
  ];
  const forward = parts.define(
    `forward ${argumentsKey(readers, action, need)}`,
    `forward_args_of_${action.name}`,
    (name) => functionDeclaration(name, inputs, [js`return ${object};`]),
  );
  return js`${forward}(${inputs})`;
}

/** Whether an action's arguments are forwarded in the request's own words, in part. */
export function keepsArgumentTexts({ parameters }: ActionSchema): boolean {
  return [...parameters.values()].some(keepsTexts);
}

/** Actions share their functions iff their parameters are read in one way. */
function argumentsKey(
  { entities }: Readers,
  { parameters, open }: ActionSchema,
  need: Need | undefined,
): string {
  const keys = [...parameters.values()].map((field) => [
    field.name,
    fieldKey(entities, field, need?.members.get(field.name), true),
  ]);
  return JSON.stringify([open, keys]);
}
