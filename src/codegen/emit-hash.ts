import { type Code, js, literal } from "./code.js";
import type { NameHash } from "./hash-names.js";

/** Statements that declare the `hash` of a name, as `hashOfName` has it, or return undefined where something is no such name. */
export function emitHash(name: Code, { shortest, places, factor }: NameHash): readonly Code[] {
  return [
    js`if (typeof ${name} !== "string") return undefined;`,
    js`const { length } = ${name};`,
    js`if (length < ${shortest}) return undefined;`,
    js`let hash = Math.imul(length, ${factor});`,
    ...places.map(
      (place) => js`hash = Math.imul(hash + ${name}.charCodeAt(${emitIndex(place, shortest)}), ${factor});`,
    ),
  ];
}

/** The index of a character in a name with a `length`, which is not less than that of the shortest. */
function emitIndex(place: number, shortest: number): Code {
  if (place >= 0) return place < shortest ? literal(place) : js`Math.min(${place}, length - 1)`;
  return -place <= shortest ? js`length - ${-place}` : js`Math.max(0, length - ${-place})`;
}
