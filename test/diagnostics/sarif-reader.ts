import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import type { SarifFix, SarifLog, SarifRegion, SarifRun } from "../../src/diagnostics/sarif.js";

/* A reader of SARIF that knows the standard and nothing of how polc writes it. */

const schemaPath = createRequire(import.meta.url).resolve("schemastore/schemas/json/sarif-2.1.0.json");
// One pattern of the schema is no regular expression with the flag `u`.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schemaPath, "utf8")));

/** What the official schema has to say against `report`. */
export function schemaProblems(report: string): readonly string[] {
  if (validate(JSON.parse(report))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The only run of `report`. */
export function runIn(report: string): SarifRun {
  const { runs }: SarifLog = JSON.parse(report);
  const [run] = runs;
  if (run === undefined || runs.length > 1) throw new Error("a report has one run");
  return run;
}

/** The text of `region`. */
export function textIn(text: string, region: SarifRegion, run: SarifRun): string {
  const [start, end] = offsetsOf(text, region, run);
  return text.slice(start, end);
}

/** `texts`, by URI, after `fix`: each region is of the text before. */
export function fixedBy(
  fix: SarifFix,
  texts: ReadonlyMap<string, string>,
  run: SarifRun,
): ReadonlyMap<string, string> {
  const fixed = new Map(texts);
  for (const { artifactLocation, replacements } of fix.artifactChanges) {
    const uri = artifactLocation.uri ?? "";
    const text = texts.get(uri) ?? "";
    let result = text;
    for (const { deletedRegion, insertedContent } of [...replacements].reverse()) {
      const [start, end] = offsetsOf(text, deletedRegion, run);
      result = result.slice(0, start) + (insertedContent?.text ?? "") + result.slice(end);
    }
    fixed.set(uri, result);
  }
  return fixed;
}

function offsetsOf(text: string, region: SarifRegion, run: SarifRun): readonly [number, number] {
  const starts = startsOfLines(text, run.newlineSequences);
  const offset = (line: number, column: number) => (starts[line - 1] ?? Number.NaN) + column - 1;
  return [offset(region.startLine, region.startColumn), offset(region.endLine, region.endColumn)];
}

/** Of two sequences that fit, the one that is listed first ends the line. */
function startsOfLines(text: string, newlines: readonly string[]): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; ) {
    const newline = newlines.find((sequence) => text.startsWith(sequence, index));
    index += newline?.length ?? 1;
    if (newline !== undefined) starts.push(index);
  }
  return starts;
}
