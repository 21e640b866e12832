import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { emptySpan } from "../../source/span.js";
import type { Coverage } from "../../testing/coverage/coverage-of.js";
import { figuresOf, type Measure, measures, percentOf } from "../../testing/coverage/figures.js";
import { measureWords, percentText } from "./coverage-words.js";

/** How much tests have to show, in percent. */
export type Minimum = Readonly<Partial<Record<Measure, number>>>;

/**
 * Reads what `--min-coverage` says: one number for all measures, or one for each that is named. Undefined for anything else.
 *
 * @example
 * parseMinimum("90"); // { rules: 90, outcomes: 90, mcdc: 90 }
 * parseMinimum("rules:100,outcomes:80"); // { rules: 100, outcomes: 80 }
 */
export function parseMinimum(text: string): Minimum | undefined {
  const all = percentIn(text);
  if (all !== undefined) return { rules: all, outcomes: all, mcdc: all };
  const parts = text.split(",").map((part): readonly [Measure, number] | undefined => {
    const [name, value = "", ...rest] = part.split(":");
    const measure = measures.find((each) => each === name);
    const percent = percentIn(value);
    return measure === undefined || percent === undefined || rest.length > 0 ? undefined : [measure, percent];
  });
  const named = parts.filter((part) => part !== undefined);
  return named.length === parts.length && isDistinct(named) ? Object.fromEntries(named) : undefined;
}

function percentIn(text: string): number | undefined {
  return /^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined;
}

function isDistinct(named: readonly (readonly [Measure, number])[]): boolean {
  return new Set(named.map(([measure]) => measure)).size === named.length;
}

/** Where a coverage shows less than is wanted. */
export function belowMinimum(coverage: Coverage, minimum: Minimum): readonly Diagnostic[] {
  const figures = figuresOf(coverage);
  return measures.flatMap((measure) => {
    const wanted = minimum[measure];
    const figure = figures[measure];
    if (wanted === undefined || percentOf(figure) >= wanted) return [];
    const words = `${percentText(figure)} of the ${measureWords[measure]}, and ${wanted} % are wanted`;
    return [
      createDiagnostic("POL5020", emptySpan(), `the tests show ${words}`, {
        help: "`polc test --coverage text` says what is missing, `polc gen-tests` writes tests for it",
      }),
    ];
  });
}
