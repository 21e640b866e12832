/** Why options make no sense together, and what would help. */
export interface Misuse {
  readonly problem: string;
  readonly help?: string;
}

/** Whether something could not be made of options. */
export function isMisuse(value: unknown): value is Misuse {
  return typeof value === "object" && value !== null && "problem" in value;
}
