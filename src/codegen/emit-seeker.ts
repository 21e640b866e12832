import type { Field, Type } from "../types/type.js";
import { groupBy } from "../util/group-by.js";
import { invariant } from "../util/invariant.js";
import { type Code, indented, js, lines, literal, nothing } from "./code.js";
import { emitColumn } from "./emit-column.js";
import { fieldReader, typeReader } from "./emit-reader.js";
import { functionDeclaration } from "./expression.js";
import type { ModuleParts } from "./module-parts.js";
import { type PlacedTexts, placeTexts } from "./place-texts.js";
import { fieldKey } from "./reader-key.js";
import { membersFunction, type Readers } from "./reader-parts.js";
import type { SoughtList } from "./sought.js";

/**
 * Emits the function that reads a list and gives which of the sought items are in it, as bits; -1 where the list is none that can be
 * read. Nothing of it is copied: each element is read once, and looked at as it is. `field` declares the list, unless it is what lies
 * above a principal.
 */
export function emitSeeker(readers: Readers, { input, items }: SoughtList, field: Field | undefined): Code {
  const { parts, entities, closed } = readers;
  const type = field === undefined ? "ancestors" : fieldKey(entities, field, undefined, closed);
  const key = `seeker ${type} ${JSON.stringify(items.map(({ type: group, text }) => [group, text]))}`;
  return parts.define(key, `seek_in_${input.name === "" ? "ancestors" : input.name}`, (name) => {
    const { copy, maximum, minimum, element } =
      field === undefined ? ancestorsReading(readers, items) : listReading(readers, items, field);
    const tooFew = minimum > 0 ? js`length < ${minimum} || ` : nothing;
    return functionDeclaration(
      name,
      [js`value`],
      [
        js`const length = ${parts.runtime("usualLength")}(value);`,
        js`if (length === undefined) {`,
        js`  const copy = ${copy};`,
        js`  return Array.isArray(copy) ? ${name}(copy) : -1;`,
        js`}`,
        js`if (${tooFew}length > ${maximum} || length >>> 0 !== length) return -1;`,
        js`let found = 0;`,
        js`for (let index = 0; index < length; index += 1) {`,
        indented(lines(element)),
        js`}`,
        js`return found;`,
      ],
    );
  });
}

/** How a kind of list is read. */
interface ListReading {
  /** A copy of a list that is unlike most. */
  readonly copy: Code;
  readonly minimum: number;
  readonly maximum: number;
  /** Statements about the element at `index`. */
  readonly element: readonly Code[];
}

type Items = SoughtList["items"];

const longestList = 1_000_000;

function listReading(readers: Readers, items: Items, field: Field): ListReading {
  const { type } = field;
  invariant(type.kind === "List", "what is looked through is a list");
  const { minimum = 0, maximum = longestList } = type.length ?? {};
  return {
    copy: js`${fieldReader(readers, field, undefined)}(value)`,
    minimum,
    maximum,
    element: isAnyText(type.element)
      ? [
          js`const element = value[index];`,
          js`if (typeof element !== "string" || ${isInherited(readers)}) return -1;`,
          emitChoice(readers.parts, js`element`, items, items),
        ]
      : [
          js`const element = ${typeReader(readers, type.element, undefined)}(value[index]);`,
          js`if (element === null || ${isInherited(readers)}) return -1;`,
          emitSwitch(js`element`, items, items, []),
        ],
  };
}

/** Whether all that there is to say of an element that is none of the sought ones is that it is text. */
function isAnyText(type: Type): boolean {
  return type.kind === "String" && type.length === undefined && type.pattern === undefined;
}

function ancestorsReading(readers: Readers, items: Items): ListReading {
  const { parts } = readers;
  const byType = [...groupBy(items, ({ type }) => type ?? "")];
  const isText = parts.runtime("isPlainString");
  const choices = byType.map(([type, sought]) =>
    lines([
      js`if (type === ${literal(type)}) {`,
      indented(emitChoice(parts, js`id`, items, sought)),
      js`} else`,
    ]),
  );
  return {
    copy: js`${parts.runtime("readList")}(value, ${longestList})`,
    minimum: 0,
    maximum: longestList,
    element: [
      js`const entity = ${membersFunction(parts, ["type", "id"], "type")}(value[index]);`,
      js`if (entity === undefined || ${isInherited(readers)}) return -1;`,
      js`const { type, id } = entity;`,
      js`if (typeof id !== "string") return -1;`,
      choices.reduceRight(
        (otherwise, choice) => js`${choice} ${otherwise}`,
        js`if (!${isText}(type) || !id.isWellFormed()) return -1;`,
      ),
    ],
  };
}

function isInherited({ parts }: Readers): Code {
  return js`(index in ${parts.runtime("arrayPrototype")} && !Object.hasOwn(value, index))`;
}

/** Notes which of the sought items a text is; one that is none of them has to be text of whole characters. */
function emitChoice(parts: ModuleParts, value: Code, items: Items, sought: Items): Code {
  const otherwise = js`if (!${value}.isWellFormed()) return -1;`;
  const placed = placeTexts(sought.map(({ text }) => text));
  if (placed === undefined) return emitSwitch(value, items, sought, [js`default: ${otherwise}`]);
  const texts = sought.map(({ text }) => literal(text));
  const bits = sought.map((item) => literal(bitOf(items.indexOf(item))));
  const last = js`${value}.charCodeAt(${value}.length - 1)`;
  const sum = placed.factor === 0 ? last : js`(${last} + ${placed.factor} * ${value}.length)`;
  return lines([
    js`const place = ${sum} & ${placed.size - 1};`,
    js`if (${value} === ${emitPlaced(parts, "sought_texts", placed, texts, js`""`)}[place])`,
    js`  found |= ${emitPlaced(parts, "sought_bits", placed, bits, js`0`)}[place];`,
    js`else ${otherwise}`,
  ]);
}

/** A table with each cell in its place. */
function emitPlaced(
  parts: ModuleParts,
  hint: string,
  { size, places }: PlacedTexts,
  cells: readonly Code[],
  empty: Code,
): Code {
  const table = emitColumn(Array.from({ length: size }, (_, place) => cells[places.indexOf(place)] ?? empty));
  return parts.define(`${hint} ${table.text}`, hint, (name) => js`const ${name} = ${table};`);
}

/** `switch (element) { case "a": found |= 1; break; … }` */
function emitSwitch(value: Code, items: Items, sought: Items, others: readonly Code[]): Code {
  const cases = sought.map(
    (item) => js`case ${literal(item.text)}: found |= ${bitOf(items.indexOf(item))}; break;`,
  );
  return lines([js`switch (${value}) {`, indented(lines([...cases, ...others])), js`}`]);
}

/** The bit that stands for the item in a place. */
export function bitOf(place: number): number {
  return 2 ** place;
}
