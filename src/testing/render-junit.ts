import { indexFile } from "../diagnostics/code-frame.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { visibleLines } from "../diagnostics/display-line.js";
import { type RenderOptions, renderText } from "../diagnostics/render-text.js";
import { positionAt } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { xmlAttribute, xmlContent } from "../util/xml.js";
import { failureLines } from "./failure-lines.js";
import type { TestResult } from "./test-runner.js";

/** What there is to report: how tests went, or what keeps them from being run. */
export interface TestRun {
  readonly results: readonly TestResult[];
  /** The errors of a policy set that does not check; then there are no results. */
  readonly errors: readonly Diagnostic[];
}

/**
 * `run` as JUnit XML, which CI systems read: a suite for each file, a case for each test. Where the policy set does not check, each
 * file with errors has one case, which could not run. There are no times: equal runs give equal bytes.
 */
export function renderJunit(run: TestRun, options: RenderOptions): string {
  const suites = suitesOf([...errorCases(run.errors, options), ...testCases(run.results, options)]);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="polc"${countsOf(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

interface Case {
  readonly file: string;
  readonly line?: number;
  readonly name: string;
  readonly problem?: {
    readonly element: "failure" | "error";
    readonly type: string;
    readonly message: string;
    readonly body: string;
  };
}

interface Suite {
  readonly file: string;
  readonly cases: readonly Case[];
}

function testCases(results: readonly TestResult[], options: RenderOptions): readonly Case[] {
  const placeOf = placesOf(options);
  return results.map((result) => {
    const common = { ...placeOf(result.span), name: result.name };
    if (result.passed) return common;
    const { expected, actual } = result;
    const message = `expected ${expected}, decided ${actual}`;
    const body = failureLines(result).join("\n");
    return { ...common, problem: { element: "failure", type: "decision", message, body } };
  });
}

function errorCases(errors: readonly Diagnostic[], options: RenderOptions): readonly Case[] {
  const { displayPath = (file: string) => file } = options;
  const files = [...new Set(errors.map(({ span }) => span.file))];
  return files.map((file) => {
    const here = errors.filter(({ span }) => span.file === file);
    const [first] = here;
    const more = here.length > 1 ? `, and ${here.length - 1} more` : "";
    const message = visibleLines(`${first?.message ?? ""}${more}`);
    const body = renderText(here, options).trimEnd();
    return {
      file: file === "" ? "polc" : displayPath(file),
      name: "the policy set checks",
      problem: { element: "error", type: first?.code ?? "", message, body },
    };
  });
}

function placesOf({ files, displayPath = (file) => file }: RenderOptions) {
  const indexed = new Map([...files].map((file) => [file.path, indexFile(file)]));
  return ({ file, start }: Span): { file: string; line?: number } => {
    const starts = indexed.get(file)?.starts;
    const line = starts === undefined ? {} : { line: positionAt(starts, start).line };
    return { file: displayPath(file), ...line };
  };
}

/** By file, files and cases in the order in which they come. */
function suitesOf(cases: readonly Case[]): readonly Suite[] {
  const files = [...new Set(cases.map(({ file }) => file))];
  return files.map((file) => ({ file, cases: cases.filter((one) => one.file === file) }));
}

function suiteLines({ file, cases }: Suite): readonly string[] {
  return [
    `  <testsuite name="${xmlAttribute(file)}"${countsOf(cases)}>`,
    ...cases.flatMap(caseLines),
    "  </testsuite>",
  ];
}

/** Readers differ in what they need: all get every count, and a time of nothing rather than none. */
function countsOf(cases: readonly Case[]): string {
  const count = (element: string) => cases.filter(({ problem }) => problem?.element === element).length;
  return ` tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="0" time="0"`;
}

function caseLines({ file, line, name, problem }: Case): readonly string[] {
  const path = xmlAttribute(file);
  const lineAttribute = line === undefined ? "" : ` line="${line}"`;
  const head = `    <testcase classname="${path}" name="${xmlAttribute(name)}" file="${path}"${lineAttribute} time="0"`;
  if (problem === undefined) return [`${head}/>`];
  const { element, type, message, body } = problem;
  const attributes = `type="${xmlAttribute(type)}" message="${xmlAttribute(message)}"`;
  return [`${head}>`, `      <${element} ${attributes}>${xmlContent(body)}</${element}>`, "    </testcase>"];
}
