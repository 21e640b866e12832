import type { OutputFile } from "../../disk/write-files.js";
import { assertNever } from "../../util/invariant.js";
import { joinPath } from "../load-set.js";
import type { CoverageContext } from "./coverage-context.js";
import { renderCoverageHtml } from "./render-coverage-html.js";
import { renderCoverageJson } from "./render-coverage-json.js";
import { renderCoverageText } from "./render-coverage-text.js";
import { renderLcov } from "./render-lcov.js";

/** For people at a terminal; for programs; for people at a browser; for tools that know the coverage of any language. */
export type CoverageFormat = "text" | "json" | "html" | "lcov";

/** All formats. */
export const coverageFormats: readonly CoverageFormat[] = ["text", "json", "html", "lcov"];

/** What is printed, and what is written to files. */
export interface CoverageOutputs {
  readonly printed: string;
  readonly files: readonly OutputFile[];
}

/** What tests show, in some formats: text is printed, each of the others is a file in `directory`. */
export function coverageOutputs(
  formats: readonly CoverageFormat[],
  directory: string,
  context: CoverageContext,
  color: boolean,
): CoverageOutputs {
  const wanted = coverageFormats.filter((format) => formats.includes(format));
  return {
    printed: wanted.includes("text") ? renderCoverageText(context, color) : "",
    files: wanted.flatMap((format) => fileOf(format, directory, context)),
  };
}

function fileOf(format: CoverageFormat, directory: string, context: CoverageContext): readonly OutputFile[] {
  switch (format) {
    case "text":
      return [];
    case "json":
      return [{ path: joinPath(directory, "coverage.json"), text: renderCoverageJson(context) }];
    case "html":
      return [{ path: joinPath(directory, "index.html"), text: renderCoverageHtml(context) }];
    case "lcov":
      return [{ path: joinPath(directory, "lcov.info"), text: renderLcov(context) }];
    default:
      return assertNever(format);
  }
}
