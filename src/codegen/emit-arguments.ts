import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Need } from "../ir/needs.js";
import { type Code, js, literal, property, propertyName } from "./code.js";
import { emitFieldMember, emitObject, isForwardedAsIs, keepsTexts } from "./emit-argument-json.js";
import { fieldReader } from "./emit-reader.js";
import { functionDeclaration, postfix } from "./expression.js";
import { fieldKey } from "./reader-key.js";
import { emitChecked, emitNameSet, type Readers } from "./reader-parts.js";

/**
 * The function that reads the arguments of an action into a checked copy, null where something is wrong: each of them, in the order of
 * declaration, whether a rule reads it or not; then what else there is.
 */
export function argumentsReader(readers: Readers, action: ActionSchema, need: Need | undefined): Code {
  const { parts } = readers;
  return parts.define(
    `read ${argumentsKey(readers, action, need)}`,
    `read_args_of_${action.name}`,
    (name) => {
      const fields = [...action.parameters.values()].map((field) => {
        const local = parts.names.name(`field ${field.name}`, `its_${field.name}`);
        const value = js`${parts.runtime("member")}(given, ${literal(field.name)})`;
        const path = `/action/properties/${field.name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        const read = fieldReader(readers, field, need?.members.get(field.name));
        const statement = js`const ${local} = ${read}(${value}, report, ${literal(path)});`;
        return { local, statement, member: js`${propertyName(field.name)}: ${local}` };
      });
      const members = [
        ...fields.map(({ member }) => member),
        ...(action.open ? [js`[${parts.runtime("undeclared")}]: others`] : []),
      ];
      const copy = members.length === 0 ? js`{}` : js`{ ${members} }`;
      return functionDeclaration(
        name,
        [js`given`, js`report`],
        [
          ...fields.map(({ statement }) => statement),
          emitOthers(readers, action),
          emitChecked([...fields.map(({ local }) => local), js`others`], copy),
        ],
      );
    },
  );
}

/** What an open action has beside its parameters is kept, elsewhere it is refused. */
function emitOthers({ parts }: Readers, { parameters, open }: ActionSchema): Code {
  const read = parts.runtime(open ? "readRest" : "onlyDeclared");
  return js`const others = ${read}(given, ${emitNameSet(parts, [...parameters.keys()])}, report, "/action/properties");`;
}

/** The arguments as they are forwarded, from the checked copy `args` and, where the request's own words are kept, `texts`. */
export function emitForwarded(readers: Readers, action: ActionSchema, need: Need | undefined): Code {
  const fields = [...action.parameters.values()];
  if (!action.open && fields.every(isForwardedAsIs)) return js`args`;
  const { parts } = readers;
  const texts = keepsArgumentTexts(action) ? [js`texts`] : [];
  const forward = parts.define(
    `forward ${argumentsKey(readers, action, need)}`,
    `forward_args_of_${action.name}`,
    (name) => {
      const members = fields.map((field) => {
        const value = postfix(property(js`args`, field.name));
        return emitFieldMember(readers, field, need?.members.get(field.name), value);
      });
      const object = emitObject(readers, members, action.open ? js`args` : undefined);
      return functionDeclaration(name, [js`args`, ...texts], [js`return ${object};`]);
    },
  );
  return js`${forward}(${[js`args`, ...texts]})`;
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
