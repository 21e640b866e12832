import type { Span } from "../../source/span.js";
import type { MutationReport } from "../../testing/mutants/mutation-report.js";
import { countVerdicts, type MutationCounts, verdictKinds } from "../../testing/mutants/mutation-score.js";
import { groupBy } from "../../util/group-by.js";
import { verdictWords } from "./mutation-words.js";

/** A place of the source in which mistakes were made. */
export interface MutatedPlace {
  readonly span: Span;
  /** `all`: every mistake there is noticed; `some`, `none`; `unreachable`: none counts. */
  readonly look: "all" | "some" | "none" | "unreachable";
  /** The first of the missing tests that notices something there. */
  readonly test: number | undefined;
  /** `3 killed, 1 survived` */
  readonly words: string;
}

/** Every place with mutants, what encloses others before them. */
export function mutatedPlaces({ mutants, missing }: MutationReport): readonly MutatedPlace[] {
  const testOf = new Map(missing.flatMap(({ survivors }, test) => survivors.map((mutant) => [mutant, test])));
  const bySpan = groupBy(mutants, ({ mutant: { span } }) => `${span.file} ${span.start} ${span.end}`);
  const places = [...bySpan.values()].flatMap((own): MutatedPlace[] => {
    const [first] = own;
    if (first === undefined) return [];
    const counts = countVerdicts(own);
    const tests = own.flatMap(({ mutant }) => testOf.get(mutant) ?? []);
    return [{ span: first.mutant.span, look: lookOf(counts), test: tests[0], words: countWords(counts) }];
  });
  return places.sort((left, right) => lengthOf(right) - lengthOf(left));
}

function lengthOf({ span }: MutatedPlace): number {
  return span.end - span.start;
}

function lookOf({ killed, survived, undecided }: MutationCounts): MutatedPlace["look"] {
  const missed = survived + undecided;
  if (missed === 0) return killed === 0 ? "unreachable" : "all";
  return killed === 0 ? "none" : "some";
}

function countWords(counts: MutationCounts): string {
  return verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${verdictWords[kind]}`)
    .join(", ");
}
