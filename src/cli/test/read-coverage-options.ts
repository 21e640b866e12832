import { coverageFormats } from "../coverage/coverage-outputs.js";
import { parseMinimum } from "../coverage/minimum.js";
import type { TestCommand } from "../test.js";
import type { CoverageOptions } from "./report-coverage.js";

/**
 * What the options say of coverage, undefined where the minimum is none; and the policy sets, since a word after `--coverage` that is no
 * format is one of them.
 */
export function readCoverageOptions({ paths, coverage: words = [], coverageOut, minCoverage }: TestCommand): {
  readonly paths: readonly string[];
  readonly coverage: CoverageOptions | undefined;
} {
  const given = words === true ? [] : words;
  const named = coverageFormats.filter((format) => given.includes(format));
  const others = given.filter((word) => coverageFormats.every((format) => format !== word));
  const minimum = minCoverage === undefined ? {} : parseMinimum(minCoverage);
  // With a minimum alone, nothing is told unless it is not reached.
  const isAskedFor = words === true || words.length > 0;
  const formats = named.length === 0 && isAskedFor ? (["text"] as const) : named;
  const coverage = minimum && { formats, directory: coverageOut, minimum };
  return { paths: [...paths, ...others], coverage };
}
