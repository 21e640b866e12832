import type { Field } from "../types/type.js";
import { type Code, join, js, literal } from "./code.js";
import { functionDeclaration } from "./expression.js";
import type { ModuleParts } from "./module-parts.js";
import type { Entities } from "./reader-key.js";

/**
 * The functions that check what a request holds, one for each type. Each takes a value, the report and the value's path, and gives
 * the checked copy, undefined for what is absent and may be, or null.
 */
export interface Readers {
  readonly parts: ModuleParts;
  readonly entities: Entities;
  /** Below the arguments of a call: nothing undeclared is let through, and what is forwarded is kept. */
  readonly closed: boolean;
}

/** The reading of a request, part by part. */
export interface Reading {
  readonly statements: Code[];
  /** The tests that something is wrong with what was read. */
  readonly wrong: Code[];
}

/** A record of the request that may be left out. */
export interface RecordPart {
  /** The variable for it. */
  readonly local: Code;
  /** A variable that holds what the request has there. */
  readonly value: Code;
  /** What there may be in it, and what of that is read. */
  readonly declared: readonly Field[];
  readonly fields: readonly Field[];
  readonly path: string;
}

/** Emits the reading of a record itself, so that its members can just be read. */
export function emitRecordOf(
  parts: ModuleParts,
  reading: Reading,
  { local, value, declared, fields, path }: RecordPart,
): void {
  const record = emitRecord(parts, { value, declared, fields }, [js`report`, literal(path)]);
  reading.statements.push(js`const ${local} = ${record};`);
  reading.wrong.push(js`${local} === ${parts.runtime("noRecord")}`);
}

/** A record whose members can just be read; `noted` is what says of one that is none. */
export function emitRecord(
  parts: ModuleParts,
  { value, declared, fields }: Pick<RecordPart, "value" | "declared" | "fields">,
  noted: readonly Code[],
): Code {
  const others = [value, ...noted];
  if (declared.length === 0) return js`${parts.runtime("readOptionalRecord")}(${others})`;
  const names = fields.map(({ name }) => name);
  const own = membersFunction(parts, names, signOf(fields.length === 0 ? declared : fields));
  return js`${own}(${value}) ?? ${parts.runtime("withoutRecord")}(${others})`;
}

/** A part of a JSON Pointer. */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** `return a === null || b === null ? null : copy;` */
export function emitChecked(checked: readonly Code[], copy: Code): Code {
  if (checked.length === 0) return js`return ${copy};`;
  return js`return ${join(
    checked.map((local) => js`${local} === null`),
    " || ",
  )} ? null : ${copy};`;
}

/**
 * The function that gives a record as it is where what is read of it is its own, else a record of just that, or undefined for what
 * is no record. It looks for `sign` first, which tells the engine what the record is like, and then the rest costs nothing.
 */
export function membersFunction(parts: ModuleParts, names: readonly string[], sign: string): Code {
  const hint = names.length === 0 ? "a_record" : `own_${names.join("_")}`;
  return parts.define(`own ${JSON.stringify([sign, ...names])}`, hint, (name) => {
    const isObject = [js`typeof value === "object"`, js`value !== null`];
    const isPlain = js`${parts.runtime("isPlain")}(value, ${literal(sign)} in value)`;
    const inherited = names.map((each) => js`${literal(each)} in ${parts.runtime("objectPrototype")}`);
    const isOwn = inherited.length === 0 ? [] : [js`!(${join(inherited, " || ")})`];
    const members = js`${parts.runtime("ownMembers")}(value, [${names.map((each) => literal(each))}])`;
    return functionDeclaration(
      name,
      [js`value`],
      [js`if (${join([...isObject, isPlain, ...isOwn], " && ")}) return value;`, js`return ${members};`],
    );
  });
}

/** The sign of a record with these fields: one that it has to have, if there is one. */
export function signOf(fields: readonly Field[]): string {
  return (fields.find(({ optional }) => !optional) ?? fields[0])?.name ?? "";
}

/** The function that gives null if something has other members than these, and notes them. */
export function closingFunction(parts: ModuleParts, names: readonly string[]): Code {
  const hint = names.length === 0 ? "nothing" : names.join("_");
  return parts.define(`only ${JSON.stringify(names)}`, `only_${hint}`, (name) => {
    const set = emitNameSet(parts, names);
    const isOther =
      names.length > longestChain
        ? js`!${set}.has(key)`
        : names.length === 0
          ? undefined
          : join(
              names.map((each) => js`key !== ${literal(each)}`),
              " && ",
            );
    const refused = js`return ${parts.runtime("onlyDeclared")}(value, ${set}, report, path);`;
    return functionDeclaration(
      name,
      [js`value`, js`report`, js`path`],
      [
        js`for (const key in value) ${isOther === undefined ? refused : js`if (${isOther}) ${refused}`}`,
        js`return true;`,
      ],
    );
  });
}

/** Up to this many names are compared one by one. */
const longestChain = 8;

/** A Set of names. */
export function emitNameSet(parts: ModuleParts, names: readonly string[]): Code {
  const key = `names ${JSON.stringify(names)}`;
  return parts.define(key, "declared_names", (name) => js`const ${name} = new Set([${names.map(literal)}]);`);
}
