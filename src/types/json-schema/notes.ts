/** Something that Pol's types cannot keep: a keyword, where it stands, and what became of it. */
export interface InexactKeyword {
  /** JSON Pointer into the document. */
  readonly place: string;
  readonly message: string;
  /** Values that the schema refuses are accepted, or values that it accepts are refused. */
  readonly effect: "wider" | "narrower";
}

/** How a conversion says that something is not kept. */
export type Note = (place: string, message: string, effect: InexactKeyword["effect"]) => void;

/** Notes that a keyword has no part in the type. */
export function noteDropped(note: Note, place: string, keyword: string): void {
  note(`${place}/${keyword}`, `\`${keyword}\` cannot be kept: more values are accepted`, "wider");
}
