import type { Severity } from "./diagnostic.js";

/** One kind of diagnostic. A code, once released, keeps its meaning for ever; one that is retired is never used again. */
export interface CatalogueEntry<Code extends string = string> {
  readonly code: Code;
  /** Kebab-case, for people: `polc explain unknown-name` is `polc explain POL2001`. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in a few words without a period: the title of its page. */
  readonly title: string;
}

/** `POL` and four digits; the first digit is the group. */
export type CodePattern = `POL${number}`;

/** An entry of something that stops a build. */
export function error<const Code extends CodePattern>(
  code: Code,
  name: string,
  title: string,
): CatalogueEntry<Code> {
  return { code, name, severity: "error", title };
}

/** An entry of something that is legal and most likely not meant. */
export function warning<const Code extends CodePattern>(
  code: Code,
  name: string,
  title: string,
): CatalogueEntry<Code> {
  return { code, name, severity: "warning", title };
}

/** An entry of something worth knowing that asks for nothing. */
export function info<const Code extends CodePattern>(
  code: Code,
  name: string,
  title: string,
): CatalogueEntry<Code> {
  return { code, name, severity: "info", title };
}
