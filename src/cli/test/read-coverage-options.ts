import { coverageFormats, parseFormats } from "../coverage/coverage-outputs.js";
import { parseMinimum } from "../coverage/minimum.js";
import type { TestCommand } from "../test.js";
import type { CoverageOptions } from "./report-coverage.js";

/** What the options say of coverage, or what is wrong with them. With a minimum alone, nothing is told unless it is not reached. */
export function readCoverageOptions({
  coverage,
  coverageOut,
  minCoverage,
}: Pick<TestCommand, "coverage" | "coverageOut" | "minCoverage">): CoverageOptions | string {
  const formats = coverage === undefined ? [] : parseFormats(coverage);
  if (formats === undefined)
    return `\`${coverage}\` is no format of a coverage: there are ${coverageFormats.join(", ")}`;
  const minimum = minCoverage === undefined ? {} : parseMinimum(minCoverage);
  if (minimum === undefined) return `\`${minCoverage}\` says of no coverage how much it has to be`;
  return { formats, directory: coverageOut, minimum };
}
