import { indexFile } from "../../diagnostics/code-frame.js";
import { locationOf } from "../../diagnostics/render-text.js";
import type { Position } from "../../source/source-file.js";
import { positionAt } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import type { ConditionCoverage, Standing } from "../../testing/coverage/coverage-of.js";
import { type Figure, type Measure, percentOf } from "../../testing/coverage/figures.js";
import type { OutcomeName } from "../../testing/coverage/tally.js";
import type { CoverageContext } from "./coverage-context.js";

/** What a measure counts. */
export const measureWords: Readonly<Record<Measure, string>> = {
  rules: "rules",
  outcomes: "condition outcomes",
  mcdc: "conditions that decide (MC/DC)",
};

/** `66.6 %`: never more than there is, so that 100 % is all. */
export function percentText(figure: Figure): string {
  const percent = Math.floor(percentOf(figure) * 10) / 10;
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

/** What was not seen of a condition: `never false`; empty where all was that can be. */
export function missedWords({ outcomes, decisive }: ConditionCoverage): string {
  const missed = outcomes.filter(({ standing }) => isMissed(standing.kind));
  if (missed.length > 0) return missed.map(({ name }) => outcomeWords[name]).join(", ");
  return decisive && isMissed(decisive.kind) ? "never seen to decide by itself" : "";
}

const outcomeWords: Readonly<Record<OutcomeName, string>> = {
  true: "never true",
  false: "never false",
  error: "never an error",
};

function isMissed(kind: Standing["kind"]): boolean {
  return kind === "missed" || kind === "unsettled";
}

/** Finds places of a policy set's files. */
export interface Places {
  /** `policies/a.pol:3:14` */
  words(span: Span): string;
  position(span: Span): Position | undefined;
  /** What is written there, in one line. */
  text(span: Span): string;
}

/** Indexes the files of a context. */
export function placesOf({ files, displayPath }: CoverageContext): Places {
  const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
  return {
    words: (span) => locationOf({ files: indexed, displayPath }, span),
    position: ({ file, start }) => {
      const known = indexed.get(file);
      return known && positionAt(known.starts, start);
    },
    text: ({ file, start, end }) =>
      (indexed.get(file)?.text.slice(start, end) ?? "").replace(/\s+/g, " ").trim(),
  };
}
