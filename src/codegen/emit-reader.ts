import { emptyNeed, type Need } from "../ir/needs.js";
import { printFieldType, printType } from "../types/print-type.js";
import type { Bounds, Field, Type, TypeOf } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import {
  blockComment,
  type Code,
  indented,
  join,
  js,
  lines,
  literal,
  property,
  propertyName,
} from "./code.js";
import { emitEntityReader } from "./emit-entity-reader.js";
import { emitAutomaton } from "./emit-test.js";
import { fieldKey, typeKey } from "./reader-key.js";
import {
  closingFunction,
  emitChecked,
  emitNameSet,
  membersFunction,
  type Readers,
  signOf,
} from "./reader-parts.js";

/** The reader of a field. */
export function fieldReader(readers: Readers, field: Field, need: Need | undefined): Code {
  const { parts, entities, closed } = readers;
  if (!field.optional && !field.nullable) return typeReader(readers, field.type, need);
  return parts.define(
    `reader ${fieldKey(entities, field, need, closed)}`,
    `read_${field.optional ? "optional" : "nullable"}_${field.type.kind}`,
    (name) => {
      const expected = printFieldType(field);
      return emitReader(name, `${field.optional ? "Optional " : ""}${expected}`, [
        ...absence(readers, field),
        ...emitBody(readers, field.type, need, expected),
      ]);
    },
  );
}

/** The reader of a value that has to be there. */
export function typeReader(readers: Readers, type: Type, need: Need | undefined): Code {
  const { parts, entities, closed } = readers;
  const expected = printType(type);
  return parts.define(`reader ${typeKey(entities, type, need, closed)}`, `read_${type.kind}`, (name) =>
    emitReader(name, expected, emitBody(readers, type, need, expected)),
  );
}

function emitReader(name: Code, comment: string, statements: readonly Code[]): Code {
  return lines([
    blockComment([comment.length > 100 ? `${comment.slice(0, 100)} …` : comment]),
    js`function ${name}(value, report, path) {`,
    indented(lines(statements)),
    js`}`,
  ]);
}

/** What is absent: undefined and null where the field is optional, null where it is nullable. Which of both it was is forwarded. */
function absence({ parts, closed }: Readers, { optional, nullable }: Field): readonly Code[] {
  const test = optional ? js`value === undefined || value === null` : js`value === null`;
  if (!optional || !nullable || !closed) return [js`if (${test}) return undefined;`];
  return [
    js`if (${test}) {`,
    js`  ${parts.runtime("noteText")}(report, value);`,
    js`  return undefined;`,
    js`}`,
  ];
}

function emitBody(readers: Readers, type: Type, need: Need | undefined, expected: string): readonly Code[] {
  const { parts } = readers;
  const rejected = js`return ${parts.runtime("reject")}(value, report, path, ${literal(expected)});`;
  switch (type.kind) {
    case "Bool":
      return [js`if (typeof value !== "boolean") ${rejected}`, js`return value;`];
    case "Int":
      return [
        rejectIf([js`!Number.isSafeInteger(value)`, ...outside(js`value`, type.bounds)], rejected),
        js`return value + 0; // -0 is 0`,
      ];
    case "Number":
      return [
        rejectIf([js`!Number.isFinite(value)`, ...outside(js`value`, type.bounds)], rejected),
        js`return value + 0; // -0 is 0`,
      ];
    case "String":
      return emitString(readers, type, rejected);
    case "Literals":
      return [js`if (${notAmong(readers, type.values)}) ${rejected}`, js`return value;`];
    case "Time":
    case "Date":
    case "Duration":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return emitParsed(readers, type, rejected);
    case "List":
      return emitList(readers, type, need, expected);
    case "Map": {
      const element = typeReader(readers, type.value, need?.elements);
      return [js`return ${parts.runtime("readMap")}(value, report, path, ${literal(expected)}, ${element});`];
    }
    case "Record":
      return emitRecord(readers, type, need, rejected);
    case "Entity":
      return emitEntityReader(readers, type, need ?? emptyNeed(), { fieldReader, rejected });
    case "Json":
      return [js`return ${parts.runtime("readJson")}(value, report, path);`];
    default:
      return assertNever(type);
  }
}

/** `value < 1`, `value > 9` */
function outside(value: Code, bounds: Bounds | undefined): readonly Code[] {
  const { minimum, maximum } = bounds ?? {};
  const below = minimum === undefined ? [] : [js`${value} < ${minimum}`];
  return maximum === undefined ? below : [...below, js`${value} > ${maximum}`];
}

/** `if (a || b) return reject(…);` */
function rejectIf(tests: readonly Code[], rejected: Code): Code {
  return js`if (${join(tests, " || ")}) ${rejected}`;
}

function emitString(
  { parts }: Readers,
  { length, pattern }: TypeOf<"String">,
  rejected: Code,
): readonly Code[] {
  const statements = [js`if (!${parts.runtime("isPlainString")}(value)) ${rejected}`];
  const bounds = outside(js`length`, length);
  if (bounds.length > 0) {
    statements.push(
      js`const length = ${parts.runtime("codePointLength")}(value);`,
      rejectIf(bounds, rejected),
    );
  }
  if (pattern !== undefined) {
    statements.push(
      js`if (!${parts.runtime("matchesAutomaton")}(value, ${emitAutomaton(parts, pattern)})) ${rejected}`,
    );
  }
  return [...statements, js`return value;`];
}

/** Up to four literals are compared one by one. */
function notAmong({ parts }: Readers, values: readonly string[]): Code {
  if (values.length <= 4)
    return join(
      values.map((value) => js`value !== ${literal(value)}`),
      " && ",
    );
  const key = `strings ${JSON.stringify(values)}`;
  return js`!${parts.define(key, "the_literals", (name) => js`const ${name} = new Set([${values.map(literal)}]);`)}.has(value)`;
}

type ParsedType = Extract<
  Type,
  { kind: "Time" | "Date" | "Duration" | "Ip" | "Cidr" | "Url" | "Host" | "Email" | "Path" }
>;

/** What is a text with a grammar. Times, dates and durations are forwarded as they were written. */
function emitParsed({ parts, closed }: Readers, type: ParsedType, rejected: Code): readonly Code[] {
  const bounds = type.kind === "Duration" ? outside(js`parsed`, type.bounds) : [];
  const keepsText = closed && (type.kind === "Time" || type.kind === "Date" || type.kind === "Duration");
  return [
    // Every one of these grammars refuses lone surrogates.
    js`const parsed = typeof value === "string" ? ${parts.runtime(`parse${type.kind}`)}(value) : undefined;`,
    rejectIf([js`parsed === undefined`, ...bounds], rejected),
    ...(keepsText ? [js`${parts.runtime("noteText")}(report, value);`] : []),
    js`return parsed;`,
  ];
}

/** Who asks for no more than the answer has the list copied element by element, without a word; others have it looked at as a whole. */
function emitList(
  readers: Readers,
  type: TypeOf<"List">,
  need: Need | undefined,
  expected: string,
): readonly Code[] {
  const { parts } = readers;
  const read = typeReader(readers, type.element, need?.elements);
  const { minimum = 0, maximum = 1_000_000 } = type.length ?? {};
  const whole = [
    js`value`,
    js`report`,
    js`path`,
    literal(expected),
    read,
    literal(minimum),
    literal(maximum),
  ];
  const isInherited = js`index in ${parts.runtime("arrayPrototype")} && !Object.hasOwn(value, index)`;
  return [
    js`const length = ${parts.runtime("usualLength")}(value, report);`,
    js`if (length === undefined) return ${parts.runtime("readElements")}(${whole});`,
    js`if (length < ${minimum} || length > ${maximum}) return null;`,
    js`const list = new Array(length);`,
    js`for (let index = 0; index < length; index += 1) {`,
    js`  const element = ${read}(value[index], report, path);`,
    js`  if (element === null || (${isInherited})) return null;`,
    js`  list[index] = element;`,
    js`}`,
    js`return list;`,
  ];
}

/** Every field into a variable, then all of them into the copy, which has every field as its own property. */
function emitRecord(
  readers: Readers,
  type: TypeOf<"Record">,
  need: Need | undefined,
  rejected: Code,
): readonly Code[] {
  const { parts, closed } = readers;
  const declared = [...type.fields.values()];
  const record =
    declared.length === 0
      ? js`${parts.runtime("ownMembers")}(value, [])`
      : js`${membersFunction(parts, [...type.fields.keys()], signOf(declared))}(value)`;
  const fields = declared.map((field) => {
    const local = parts.names.name(`field ${field.name}`, `its_${field.name}`);
    const read = fieldReader(readers, field, need?.members.get(field.name));
    const place = js`${parts.runtime("at")}(report, path, ${literal(field.name)})`;
    const statement = js`const ${local} = ${read}(${property(js`record`, field.name)}, report, ${place});`;
    return { local, member: memberOf(field.name, local), statement };
  });
  const others = closed ? [emitOthers(readers, type)] : [];
  const checked = [...fields.map(({ local }) => local), ...others.map(() => js`others`)];
  const kept = closed && type.open ? [js`[${parts.runtime("undeclared")}]: others`] : [];
  const members = [...fields.map(({ member }) => member), ...kept];
  const copy = members.length === 0 ? js`{}` : js`{ ${members} }`;
  return [
    js`const record = ${record};`,
    js`if (record === undefined) ${rejected}`,
    ...fields.map(({ statement }) => statement),
    ...others,
    emitChecked(checked, copy),
  ];
}

function memberOf(name: string, local: Code): Code {
  const key = propertyName(name);
  return key.text === local.text ? local : js`${key}: ${local}`;
}

/** What a record of the arguments has beside its fields: kept where it is open, else refused. */
function emitOthers({ parts }: Readers, { fields, open }: TypeOf<"Record">): Code {
  const names = [...fields.keys()];
  if (!open) return js`const others = ${closingFunction(parts, names)}(value, report, path);`;
  return js`const others = ${parts.runtime("readRest")}(value, ${emitNameSet(parts, names)}, report, path);`;
}
