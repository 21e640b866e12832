import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderGithub } from "../diagnostics/render-github.js";
import { renderJson } from "../diagnostics/render-json.js";
import { renderSarif } from "../diagnostics/render-sarif.js";
import { renderText } from "../diagnostics/render-text.js";
import type { SourceFile } from "../source/source-file.js";
import { assertNever } from "../util/invariant.js";
import type { CliHost, Output } from "./cli-host.js";
import { pagePath } from "./explain.js";
import { usesColor } from "./report.js";

/** How a command prints diagnostics: for people, for programs, for code scanning, as annotations of GitHub Actions. */
export type FindingsFormat = "text" | "json" | "sarif" | "github";

/** What a command found, and what is needed to show where. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
  readonly displayPath: (file: string) => string;
}

/** Prints `findings` to `output` as `format`; a document, such as JSON, also if there are none. */
export async function printFindings(
  format: FindingsFormat,
  findings: Findings,
  output: Output,
  host: CliHost,
): Promise<void> {
  output.write(await render(format, findings, output, host));
}

async function render(
  format: FindingsFormat,
  { diagnostics, ...options }: Findings,
  output: Output,
  host: CliHost,
): Promise<string> {
  switch (format) {
    case "text":
      return renderText(diagnostics, { ...options, color: usesColor(host, output) });
    case "json":
      return renderJson(diagnostics, options);
    case "sarif":
      return renderSarif(diagnostics, { ...options, pages: await pagesOf(diagnostics, host) });
    case "github":
      return renderGithub(diagnostics, options);
    default:
      return assertNever(format);
  }
}

async function pagesOf(
  diagnostics: readonly Diagnostic[],
  host: CliHost,
): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  for (const code of new Set(diagnostics.map((diagnostic) => diagnostic.code))) {
    const page = await host.readPackageFile(pagePath(code));
    if (page !== undefined) pages.set(code, page);
  }
  return pages;
}
