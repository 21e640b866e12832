import { indexFile } from "../../diagnostics/code-frame.js";
import { positionAt } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { mutationOperators } from "../../testing/mutants/mutant.js";
import type { MutantVerdict } from "../../testing/mutants/mutant-verdict.js";
import type { JudgedMutant } from "../../testing/mutants/mutation-report.js";
import { countVerdicts, mutationScore } from "../../testing/mutants/mutation-score.js";
import type { JsonObject } from "../../util/json-object.js";
import { printJson } from "../../util/print-json.js";
import type { MutationContext } from "./mutation-context.js";

/** What became of mutants as JSON, in the form that docs/mutation.md describes. */
export function renderMutationJson(context: MutationContext): string {
  const { report, policySet } = context;
  const placeOf = createPlaces(context);
  const testOf = new Map(
    report.missing.flatMap(({ name, survivors }) => survivors.map((each) => [each, name])),
  );
  return printJson({
    digest: policySet.digest,
    ...countsJson(report.mutants),
    operators: mutationOperators.flatMap((operator) => {
      const own = report.mutants.filter(({ mutant }) => mutant.operator === operator);
      return own.length === 0 ? [] : [{ operator, ...countsJson(own) }];
    }),
    mutants: report.mutants.map(({ mutant, verdict }) => {
      const { owner, operator, span, replacement } = mutant;
      const test = testOf.get(mutant);
      return {
        owner,
        operator,
        place: placeOf(span),
        ...(replacement === undefined ? {} : { replacement }),
        ...verdictJson(verdict),
        ...(test === undefined ? {} : { test }),
      };
    }),
    missing: report.missing.map(({ name, text }) => ({ name, text })),
  });
}

function countsJson(mutants: readonly JudgedMutant[]): JsonObject {
  const counts = countVerdicts(mutants);
  return { score: mutationScore(counts) ?? null, counts };
}

function verdictJson(verdict: MutantVerdict): JsonObject {
  switch (verdict.kind) {
    case "killed":
      return { verdict: verdict.kind, by: verdict.by };
    case "survived":
    case "unstated": {
      const { kind, difference, request } = verdict;
      return { verdict: kind, difference, request };
    }
    default:
      return { verdict: verdict.kind };
  }
}

function createPlaces({ files, displayPath }: MutationContext): (span: Span) => JsonObject {
  const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
  return ({ file, start, end }) => {
    const starts = indexed.get(file)?.starts;
    const place = { file: displayPath(file), start, end };
    return starts === undefined
      ? place
      : { ...place, from: positionAt(starts, start), to: positionAt(starts, end) };
  };
}
