import { testNames } from "../../analysis/generate/test-names.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Mutant } from "./mutant.js";

/** What mutants are called. */
export interface MutantWords {
  /** A name for a test that kills it, which no other test has. */
  testName(mutant: Mutant): string;
}

/** Words that quote the policies; `taken` are the names of tests that are there. */
export function createMutantWords(sources: Iterable<SourceFile>, taken: Iterable<string>): MutantWords {
  const { unique, textOf } = testNames(sources, taken);
  return {
    testName({ owner, span, operator, replacement }) {
      if (operator === "rule dropped") return unique(`${owner} is there`);
      const instead = replacement === undefined ? " is there" : `, not ${quoted(replacement)}`;
      return unique(`${owner}: ${quoted(textOf(span))}${instead}`);
    },
  };
}

const longest = 60;

function quoted(text: string): string {
  return `\`${text.length > longest ? `${text.slice(0, longest - 1)}…` : text}\``;
}
