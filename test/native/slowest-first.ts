import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Tests that try thousands of policy sets, schemas or builds, that ask a solver, or that pack and install: parts of their paths, the
 * slowest first. A checkout that no tests ran in knows nothing else of how long they take.
 */
const slowest = [
  "/test/package.",
  "/testing/broken-builds/",
  "/oracles/",
  "/testing/interpreter-equals-generated.",
  "/testing/finite/",
  "/testing/directed-requests.",
  "/types/json-schema-in.",
  "/testing/deny-never-fails-open.",
  "/analysis/findings.",
  "/analysis/difference.",
  "/conformance/6-expressions.",
  "/codegen/schema-equals-validate.",
  "/testing/census.",
  "/cli/import-live.",
  "/testing/check-laws.",
  "/codegen/hostile-request.",
  "/cli/mutate.",
  "/adapters/esbuild-types.",
  "/types/from-ecma-pattern.",
  "/analysis/texts/",
  "/syntax/grammar.",
];

/**
 * The order of files: those first that take longest, so that no worker is left with one when the others are done. How long each of the rest took is
 * known to Vitest from the run before.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted
      .map((file) => ({ file, place: placeOf(file) }))
      .sort((left, right) => left.place - right.place)
      .map(({ file }) => file);
  }
}

/** Its place among the slowest, or the one after all of them. */
function placeOf({ moduleId }: TestSpecification): number {
  const place = slowest.findIndex((part) => moduleId.includes(part));
  return place === -1 ? slowest.length : place;
}
