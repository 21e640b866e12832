import type { Field } from "../types/type.js";
import { groupBy } from "../util/group-by.js";
import type { Code } from "./code.js";
import { placeTexts } from "./place-texts.js";
import type { SoughtItem, SoughtList } from "./sought.js";
import type { SoughtColumns, SoughtPart } from "./sought-columns.js";

/** How a list is looked through, or a text looked at: it is read, and what is found in it are bits. */
export interface Seeker {
  /** What declares it; undefined of what lies above a principal, and of its id. */
  readonly field: Field | undefined;
  readonly isText: boolean;
  /** By the type of the entities that are looked for; one for texts. */
  readonly groups: readonly SoughtGroup[];
  /** The columns that the items are in. */
  readonly texts: Code;
  readonly bits: Code;
}

/** The items of one type. */
export interface SoughtGroup {
  readonly type: string | undefined;
  readonly items: readonly SoughtItem[];
  /** Where they stand in the columns; undefined where they have no places there, and are named in the code. */
  readonly part: SoughtPart | undefined;
}

/** The seeker of a list or a text, whose items are put into the columns. */
export function createSeeker(columns: SoughtColumns, list: SoughtList, field: Field | undefined): Seeker {
  const groups = groupsOf(list).map(([type, items]) => ({ type, items, part: columns.partOf(items) }));
  const isText = list.input.part === "id" || field?.type.kind === "String";
  return { field, isText, groups, texts: columns.texts, bits: columns.bits };
}

/** Whether code that looks through the list names none of what it looks for: all of it has places in the columns. */
export function isOfData(list: SoughtList): boolean {
  return groupsOf(list).every(([, items]) => placeTexts(items.map(({ text }) => text)) !== undefined);
}

function groupsOf({ items }: SoughtList): readonly (readonly [string | undefined, readonly SoughtItem[]])[] {
  return [...groupBy(items, ({ type }) => type)];
}

/** The same seeker with other code for where its items stand. */
export function withParts(
  seeker: Seeker,
  codeOf: (type: string | undefined, part: keyof SoughtPart, code: Code) => Code,
): Seeker {
  const groups = seeker.groups.map((group) => {
    const { type, part } = group;
    if (part === undefined) return group;
    return {
      ...group,
      part: {
        first: codeOf(type, "first", part.first),
        factor: codeOf(type, "factor", part.factor),
        mask: codeOf(type, "mask", part.mask),
      },
    };
  });
  return { ...seeker, groups };
}
