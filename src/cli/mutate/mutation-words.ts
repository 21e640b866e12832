import type { DifferenceKind } from "../../analysis/difference.js";
import { printString } from "../../syntax/print-string.js";
import type { Mutant } from "../../testing/mutants/mutant.js";
import type { MutantVerdict } from "../../testing/mutants/mutant-verdict.js";
import type { MissingTest } from "../../testing/mutants/mutation-report.js";
import { assertNever } from "../../util/invariant.js";

/** A share in percent, rounded down: 100 only where nothing is missing. */
export function percentWords(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
}

/** What a mistake would do to a request. */
export function differenceWords(difference: DifferenceKind): string {
  switch (difference) {
    case "allowed":
      return "this request would be allowed";
    case "denied":
      return "this request would be denied";
    case "released":
      return "an obligation would be missing from this request";
    case "obliged":
      return "this request would come with another obligation";
    case "explained":
      return "this request would be denied for another reason";
    default:
      return assertNever(difference);
  }
}

/** What stands in the place of a mistake: for the sentence "… here". */
export function mistakeWords({ operator, replacement }: Mutant): string {
  if (operator === "rule dropped") return "without this rule";
  return replacement === undefined ? "without this" : `with \`${shortened(replacement)}\` here`;
}

const longest = 80;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** How long a test may be that is shown among others. */
const longestTest = 4_000;

/** A missing test as a report shows it; of one that nobody would read, how long it is. */
export function testWords({ name, text }: MissingTest): string {
  if (text.length <= longestTest) return text.trimEnd();
  return `// test ${printString(name)} has ${text.length.toLocaleString("en")} characters: polc mutate --out writes it.`;
}

/** What an end of mutants is called over a column. */
export const verdictWords: Readonly<Record<MutantVerdict["kind"], string>> = {
  killed: "killed",
  survived: "survived",
  undecided: "undecided",
  unstated: "not statable",
  equivalent: "equivalent",
};
