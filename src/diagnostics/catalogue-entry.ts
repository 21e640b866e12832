import type { Severity } from "./diagnostic.js";

/** One kind of diagnostic. A code, once released, keeps its meaning for ever; one that is retired is never used again. */
export interface CatalogueEntry<Code extends string = string, Name extends string = string> {
  readonly code: Code;
  /** Kebab-case, for people: `polc explain duplicate-name` is `polc explain POL2001`. */
  readonly name: Name;
  readonly severity: Severity;
  /** What is wrong, in a few words without a period: the title of its page. */
  readonly title: string;
}

/** `POL` and four digits; the first digit is the group. */
export type CodePattern = `POL${number}`;

/** An entry of something that stops a build. */
export function error<const Code extends CodePattern, const Name extends string>(
  code: Code,
  name: Name,
  title: string,
): CatalogueEntry<Code, Name> {
  return { code, name, severity: "error", title };
}

/** An entry of something that is legal and most likely not meant. */
export function warning<const Code extends CodePattern, const Name extends string>(
  code: Code,
  name: Name,
  title: string,
): CatalogueEntry<Code, Name> {
  return { code, name, severity: "warning", title };
}

/** An entry of something that is worth knowing and needs nothing done. */
export function info<const Code extends CodePattern, const Name extends string>(
  code: Code,
  name: Name,
  title: string,
): CatalogueEntry<Code, Name> {
  return { code, name, severity: "info", title };
}
