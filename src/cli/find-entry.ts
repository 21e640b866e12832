import { catalogue } from "../diagnostics/catalogue.js";
import type { CatalogueEntry } from "../diagnostics/catalogue-entry.js";
import { didYouMean } from "../util/did-you-mean.js";

/** The entry that someone means by `POL2001`, `2001` or `duplicate-name`, if there is one. */
export function findEntry(typed: string): CatalogueEntry | undefined {
  const wanted = typed.toLowerCase();
  return catalogue.find(({ code, name }) => [code.toLowerCase(), code.slice(3), name].includes(wanted));
}

/** What is said where {@link findEntry} finds none. */
export function unknownCode(typed: string): string {
  const digits = /^(?:pol)?(\d{4})$/i.exec(typed)?.[1];
  const suggestion = digits === undefined ? nearestName(typed) : nearestCode(digits);
  const hint = suggestion === undefined ? "`polc explain` lists all" : `did you mean \`${suggestion}\`?`;
  return `error: there is no diagnostic \`${typed}\`; ${hint}\n`;
}

function nearestName(typed: string): string | undefined {
  return didYouMean(
    typed,
    catalogue.map(({ name }) => name),
  );
}

/** Of the same group: a code's first digit is hardly mistyped. */
function nearestCode(digits: string): string | undefined {
  const codes = catalogue.map(({ code }) => code.slice(3)).filter((code) => code[0] === digits[0]);
  const nearest = didYouMean(digits, codes);
  return nearest === undefined ? undefined : `POL${nearest}`;
}
