import { visibleText } from "../../diagnostics/display-line.js";
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

/** Reads what `--coverage` says: formats with commas between them; undefined for anything else. */
export function parseFormats(text: string): readonly CoverageFormat[] | undefined {
  const formats = text.split(",").map((name) => coverageFormats.find((format) => format === name));
  return formats.every((format) => format !== undefined) ? formats : undefined;
}

/** What is printed, and what is written to files. */
export interface CoverageOutputs {
  readonly printed: string;
  readonly files: readonly OutputFile[];
}

/**
 * What tests show of policy sets, in some formats: text is printed, each of the others is a file in `directory`. Of several policy sets each
 * has a page of its own.
 */
export function coverageOutputs(
  formats: readonly CoverageFormat[],
  directory: string,
  contexts: readonly CoverageContext[],
  color: boolean,
): CoverageOutputs {
  const wanted = coverageFormats.filter((format) => formats.includes(format));
  return {
    printed: wanted.includes("text") ? textOf(contexts, color) : "",
    files: wanted
      .flatMap((format) => filesOf(format, contexts))
      .map(({ path, text }) => ({ path: joinPath(directory, path), text })),
  };
}

function textOf(contexts: readonly CoverageContext[], color: boolean): string {
  const isOne = contexts.length === 1;
  return contexts
    .map(
      (context) => `${isOne ? "" : `${visibleText(context.title)}\n`}${renderCoverageText(context, color)}`,
    )
    .join("\n");
}

function filesOf(format: CoverageFormat, contexts: readonly CoverageContext[]): readonly OutputFile[] {
  switch (format) {
    case "text":
      return [];
    case "json":
      return [{ path: "coverage.json", text: renderCoverageJson(contexts) }];
    case "html":
      return pagesOf(contexts);
    case "lcov":
      return [{ path: "lcov.info", text: contexts.map(renderLcov).join("") }];
    default:
      return assertNever(format);
  }
}

/** `index.html`; of several policy sets the others are `2.html`, `3.html`, and each leads to all. */
function pagesOf(contexts: readonly CoverageContext[]): readonly OutputFile[] {
  const pages = contexts.map(({ title }, index) => ({
    title,
    path: index === 0 ? "index.html" : `${index + 1}.html`,
  }));
  return contexts.map((context, index) => ({
    path: pages[index]?.path ?? "index.html",
    text: renderCoverageHtml(context, pages),
  }));
}
