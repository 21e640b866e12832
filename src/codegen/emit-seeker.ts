import type { Field, Type } from "../types/type.js";
import { invariant } from "../util/invariant.js";
import { type Code, indented, js, lines, literal, nothing } from "./code.js";
import { emitPlace } from "./emit-place.js";
import { fieldReader, typeReader } from "./emit-reader.js";
import { membersFunction, type Readers } from "./reader-parts.js";
import type { Seeker, SoughtGroup } from "./seeker.js";

/** The list that is looked through, or the variable that is looked at, and the variable that holds what is found. */
export interface Sighting {
  readonly given: Code;
  readonly found: Code;
}

/**
 * Emits statements that read a list and find which of the sought items are in it, as bits, or return false where it is none that can be
 * read. Nothing of it is copied: each element is read once, and looked at as it is.
 */
export function emitSeeker(readers: Readers, seeker: Seeker, { given, found }: Sighting): readonly Code[] {
  const { copy, minimum, maximum, element } =
    seeker.field === undefined
      ? ancestorsReading(readers, seeker, found)
      : listReading(readers, seeker, seeker.field, found);
  const tooFew = minimum > 0 ? js`length < ${minimum} || ` : nothing;
  const body = [
    js`let list = ${given};`,
    js`let length = ${readers.parts.runtime("usualLength")}(list);`,
    js`if (length === undefined) {`,
    js`  list = ${copy};`,
    js`  length = list?.length ?? -1;`,
    js`}`,
    js`if (${tooFew}length > ${maximum} || length >>> 0 !== length) return false;`,
    js`for (let index = 0; index < length; index += 1) {`,
    indented(lines(element)),
    js`}`,
  ];
  return [js`let ${found} = 0;`, js`{`, indented(lines(body)), js`}`];
}

/** Emits statements that tell which of the sought texts a value is, as bits, or return false where it is no text. */
export function emitTextSeeker(seeker: Seeker, { given, found }: Sighting): readonly Code[] {
  const [group] = seeker.groups;
  invariant(group !== undefined, "something is looked for");
  return [
    js`if (typeof ${given} !== "string") return false;`,
    js`let ${found} = 0;`,
    js`{`,
    indented(emitChoice(seeker, group, { value: given, found, otherwise: nothing })),
    js`}`,
  ];
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

const longestList = 1_000_000;

function listReading(readers: Readers, seeker: Seeker, field: Field, found: Code): ListReading {
  const { type } = field;
  invariant(type.kind === "List", "what is looked through is a list");
  const { minimum = 0, maximum = longestList } = type.length ?? {};
  const [group] = seeker.groups;
  invariant(group !== undefined, "something is looked for");
  const choose = (otherwise: Code): Code =>
    emitChoice(seeker, group, { value: js`element`, found, otherwise });
  return {
    copy: js`${fieldReader(readers, field, undefined)}(list)`,
    minimum,
    maximum,
    element: isAnyText(type.element)
      ? [
          js`const element = list[index];`,
          js`if (typeof element !== "string" || ${isInherited(readers)}) return false;`,
          choose(js`if (!element.isWellFormed()) return false;`),
        ]
      : [
          js`const element = ${typeReader(readers, type.element, undefined)}(list[index]);`,
          js`if (element === null || ${isInherited(readers)}) return false;`,
          choose(nothing),
        ],
  };
}

/** Whether all that there is to say of a value is that it is text. */
export function isAnyText(type: Type): boolean {
  return type.kind === "String" && type.length === undefined && type.pattern === undefined;
}

function ancestorsReading(readers: Readers, seeker: Seeker, found: Code): ListReading {
  const { parts } = readers;
  const isText = parts.runtime("isPlainString");
  const otherwise = js`if (!id.isWellFormed()) return false;`;
  const choices = seeker.groups.map((group) =>
    lines([
      js`if (type === ${literal(group.type)}) {`,
      indented(emitChoice(seeker, group, { value: js`id`, found, otherwise })),
      js`} else`,
    ]),
  );
  return {
    copy: js`${parts.runtime("readList")}(list, ${longestList})`,
    minimum: 0,
    maximum: longestList,
    element: [
      js`const entity = ${membersFunction(parts, ["type", "id"], "type")}(list[index]);`,
      js`if (entity === undefined || ${isInherited(readers)}) return false;`,
      js`const { type, id } = entity;`,
      js`if (typeof id !== "string") return false;`,
      choices.reduceRight(
        (others, choice) => js`${choice} ${others}`,
        js`if (!${isText}(type) || !id.isWellFormed()) return false;`,
      ),
    ],
  };
}

function isInherited({ parts }: Readers): Code {
  return js`(index in ${parts.runtime("arrayPrototype")} && !Object.hasOwn(list, index))`;
}

/** A text that may be a sought one, where to note that, and what is asked of any other text. */
interface Choice {
  readonly value: Code;
  readonly found: Code;
  readonly otherwise: Code;
}

/** Notes which of the sought items of a group a text is. */
function emitChoice(
  { texts, bits }: Seeker,
  { items, part }: SoughtGroup,
  { value, found, otherwise }: Choice,
): Code {
  if (part === undefined) {
    const cases = items.map((item) => js`case ${literal(item.text)}: ${found} |= ${item.bits}; break;`);
    const others = otherwise === nothing ? [] : [js`default: ${otherwise}`];
    return lines([js`switch (${value}) {`, indented(lines([...cases, ...others])), js`}`]);
  }
  const place = emitPlace(value, part.factor, part.mask);
  return lines([
    js`const place = ${part.first.text === "0" ? place : js`${part.first} + (${place})`};`,
    js`if (${value} === ${texts}[place]) ${found} |= ${bits}[place];`,
    ...(otherwise === nothing ? [] : [js`else ${otherwise}`]),
  ]);
}
