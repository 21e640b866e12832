import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that try thousands of policy sets, schemas or builds, or that pack and install: parts of their paths. */
const slowest = [
  "/testing/broken-builds/",
  "/testing/finite/",
  "/testing/interpreter-equals-generated.",
  "/types/json-schema-in.",
  "/codegen/schema-equals-validate.",
  "/test/package.",
];

/**
 * The order of files: those first that take longest, so that no worker is left with one when the others are done. How long each of the rest took is
 * known to Vitest from the run before.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

function isSlow({ moduleId }: TestSpecification): boolean {
  return slowest.some((part) => moduleId.includes(part));
}
