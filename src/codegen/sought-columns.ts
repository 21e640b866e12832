import { type Code, js, lines, literal } from "./code.js";
import { emitColumn, emitIntegers } from "./emit-column.js";
import type { ModuleParts } from "./module-parts.js";
import { inPlaces, placeTexts } from "./place-texts.js";

/** What stands in a column: a text, and the bits that are found with it. */
export interface SoughtText {
  readonly text: string;
  readonly bits: number;
}

/** The part of the columns in which texts stand that are looked for at once: a text is in its place there, or in no place. */
export interface SoughtPart {
  /** The first place. */
  readonly first: Code;
  /** The place of a text, from the first on: its last character and `factor` times its length, by the mask. */
  readonly factor: Code;
  readonly mask: Code;
}

/** The texts that are looked for in lists, by whatever rules: two columns of the module. What is looked for at once stands together. */
export interface SoughtColumns {
  readonly texts: Code;
  readonly bits: Code;
  /** Undefined where texts do not differ enough to have places of their own. */
  partOf(sought: readonly SoughtText[]): SoughtPart | undefined;
  readonly codes: () => readonly Code[];
}

/** Columns with nothing in them yet. */
export function createSoughtColumns({ names }: ModuleParts): SoughtColumns {
  const texts: Code[] = [];
  const bits: number[] = [];
  const known = new Map<string, SoughtPart>();
  const place = (sought: readonly SoughtText[]): SoughtPart | undefined => {
    const placed = placeTexts(sought.map(({ text }) => text));
    if (placed === undefined) return undefined;
    const first = literal(texts.length);
    for (const cell of inPlaces(placed, sought)) {
      texts.push(literal(cell?.text ?? ""));
      bits.push(cell?.bits ?? 0);
    }
    return { first, factor: literal(placed.factor), mask: literal(placed.size - 1) };
  };
  const columns: SoughtColumns = {
    get texts() {
      return names.name("column of sought texts", "sought_texts");
    },
    get bits() {
      return names.name("column of sought bits", "sought_bits");
    },
    partOf(sought) {
      const key = JSON.stringify(sought.map(({ text, bits: its }) => [text, its]));
      const part = known.get(key) ?? place(sought);
      if (part !== undefined) known.set(key, part);
      return part;
    },
    codes: () =>
      texts.length === 0
        ? []
        : [
            lines([
              js`const ${columns.texts} = ${emitColumn(texts)};`,
              js`const ${columns.bits} = ${emitIntegers(bits)};`,
            ]),
          ],
  };
  return columns;
}
