import type { SourceFile } from "../../source/source-file.js";
import { parse } from "../../syntax/parse.js";
import { groupBy } from "../../util/group-by.js";
import { enumerateMutants } from "./enumerate-mutants.js";
import type { Mutant } from "./mutant.js";

/** Mutants that are judged together, by the name of what they are of: what became of them depends on no other. */
export type MutationUnits = ReadonlyMap<string, readonly Mutant[]>;

/**
 * All mutants of a policy set: one unit for each rule, constant, definition and remedy, and one for wider scopes of each rule, which bear on
 * actions that the rule has nothing to do with.
 */
export function mutationUnits(files: readonly SourceFile[]): MutationUnits {
  const mutants = enumerateMutants(files.map((file) => parse(file).file));
  return groupBy(mutants, ({ owner, operator }) =>
    operator === "scope widened" ? `${owner}, widened` : owner,
  );
}
