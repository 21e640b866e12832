import { annotationPlace, renderAnnotation } from "../diagnostics/annotation.js";
import { indexFile } from "../diagnostics/code-frame.js";
import { locationOf, type RenderOptions } from "../diagnostics/render-text.js";
import { failureLines } from "./failure-lines.js";
import type { TestResult } from "./test-runner.js";

/** The tests that failed as annotations of GitHub Actions, a line for each, in the order given. */
export function renderTestAnnotations(results: readonly TestResult[], options: RenderOptions): string {
  const files = new Map([...options.files].map((file) => [file.path, indexFile(file)]));
  const displayPath = options.displayPath ?? ((file: string) => file);
  return results
    .filter(({ passed }) => !passed)
    .map((result) => {
      const place = annotationPlace(result.span, files, displayPath);
      const at = place === undefined ? [locationOf({ files, displayPath }, result.span)] : [];
      return renderAnnotation({
        severity: "error",
        title: `failed test: ${result.name}`,
        message: [...at, ...failureLines(result, options.files)].join("\n"),
        ...(place === undefined ? {} : { place }),
      });
    })
    .join("");
}
