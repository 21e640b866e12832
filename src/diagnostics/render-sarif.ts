import { version } from "../version.js";
import type { Diagnostic } from "./diagnostic.js";
import { fingerprints } from "./fingerprint.js";
import { indexFiles, type RenderOptions } from "./render-text.js";
import type { SarifDriver, SarifInvocation, SarifLog, SarifRun } from "./sarif.js";
import { sarifPlaces, sourceRoot } from "./sarif-places.js";
import { messageLines, type ResultContext, sarifResult } from "./sarif-results.js";
import { sarifLevel, sarifRules } from "./sarif-rules.js";

/** {@link RenderOptions} for a report in SARIF. */
export interface SarifOptions extends RenderOptions {
  /** Pages of the documentation by code, in Markdown: the help of what is reported. */
  readonly pages?: ReadonlyMap<string, string>;
}

/**
 * `diagnostics` as a report in SARIF 2.1.0, in the order given: the exchange format of static analysis, which GitHub code scanning
 * and editors read. The same diagnostics give the same bytes on every machine.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): string {
  return `${JSON.stringify(diagnosticsToSarif(diagnostics, options), undefined, 2)}\n`;
}

/** {@link renderSarif} as data. */
export function diagnosticsToSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): SarifLog {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [runOf(diagnostics, options)],
  };
}

function runOf(diagnostics: readonly Diagnostic[], options: SarifOptions): SarifRun {
  const { displayPath = (file: string) => file, pages = new Map<string, string>() } = options;
  const sources = [...options.files];
  const files = indexFiles(diagnostics, sources);
  const places = sarifPlaces(sources, files, displayPath);
  const results = diagnostics.filter(hasPlace);
  const driver = driverOf(diagnostics, pages);
  const context: ResultContext = { files, displayPath, places, rules: driver.rules };
  const names = fingerprints(results, files);
  return {
    tool: { driver },
    invocations: [invocationOf(diagnostics, driver)],
    originalUriBaseIds: { [sourceRoot]: { description: { text: "the folder in which polc was started" } } },
    columnKind: "utf16CodeUnits",
    newlineSequences: ["\r\n", "\n", "\r"],
    artifacts: places.artifacts,
    results: results.map((diagnostic, index) => sarifResult(diagnostic, names[index] ?? "", context)),
  };
}

/** What has no place, such as a folder without policies, says something of the call and nothing of an artifact. */
function hasPlace({ span }: Diagnostic): boolean {
  return span.file !== "";
}

function driverOf(diagnostics: readonly Diagnostic[], pages: ReadonlyMap<string, string>): SarifDriver {
  const codesOf = (chosen: readonly Diagnostic[]) => chosen.map(({ code }) => code);
  return {
    name: "polc",
    version,
    semanticVersion: version,
    // Only what occurs: GitHub shows a rule with its results, and a report of every page would be a hundred times as long.
    rules: sarifRules(codesOf(diagnostics.filter(hasPlace)), pages),
    notifications: sarifRules(codesOf(diagnostics.filter((diagnostic) => !hasPlace(diagnostic))), pages),
  };
}

function invocationOf(diagnostics: readonly Diagnostic[], { notifications }: SarifDriver): SarifInvocation {
  const unplaced = diagnostics.filter((diagnostic) => !hasPlace(diagnostic));
  return {
    executionSuccessful: unplaced.every(({ severity }) => severity !== "error"),
    toolConfigurationNotifications: unplaced.map((diagnostic) => ({
      descriptor: {
        id: diagnostic.code,
        index: notifications.findIndex(({ id }) => id === diagnostic.code),
      },
      level: sarifLevel(diagnostic.severity),
      message: { text: messageLines(diagnostic).join("\n") },
    })),
  };
}
