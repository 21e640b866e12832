import { plainPath } from "../diagnostics/artifact-uri.js";
import { indexFile } from "../diagnostics/code-frame.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { visibleLines } from "../diagnostics/display-line.js";
import { type RenderOptions, renderText } from "../diagnostics/render-text.js";
import { isOnDisk } from "../source/file-names.js";
import { positionAt } from "../source/source-file.js";
import { groupBy } from "../util/group-by.js";
import { xmlAttribute, xmlContent } from "../util/xml.js";
import { failureLines } from "./failure-lines.js";
import type { LawsRun } from "./laws-run.js";
import type { TestResult } from "./test-runner.js";

/** What there is to report: how tests went, or what keeps them from being run. */
export interface TestRun {
  readonly results: readonly TestResult[];
  /** How the laws of decisions fared, and what the suite is called that they are in. */
  readonly laws?: Pick<LawsRun, "outcomes"> & { readonly suite: string };
  /** The errors of a policy set that does not check; then there are no results. */
  readonly errors: readonly Diagnostic[];
}

/**
 * `run` as JUnit XML, which CI systems read: a suite for each file, a case for each test. Where the policy set does not check, each
 * file with errors has one case, which could not run. There are no times: equal runs give equal bytes.
 */
export function renderJunit(run: TestRun, options: RenderOptions): string {
  return renderJunitOfRuns([{ ...run, options }]);
}

/** {@link renderJunit} for the runs of several policy sets, in one document. */
export function renderJunitOfRuns(runs: readonly (TestRun & { readonly options: RenderOptions })[]): string {
  const cases = runs.flatMap(({ results, laws, errors, options }) => [
    ...errorCases(errors, options),
    ...testCases(results, options),
    ...(laws ? lawCases(laws) : []),
  ]);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${countsOf("polc", cases)}>`,
    ...suitesOf(cases).flatMap(suiteLines),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

interface Case {
  /** The file as people know it. */
  readonly suite: string;
  /** Its path, if it has one. */
  readonly file?: string;
  readonly line?: number;
  readonly name: string;
  readonly problem?: Problem;
}

/** Why a test failed, or could not run. */
interface Problem {
  readonly element: "failure" | "error";
  readonly type: string;
  readonly message: string;
  readonly body: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function testCases(results: readonly TestResult[], options: RenderOptions): readonly Case[] {
  const indexed = new Map([...options.files].map((file) => [file.path, indexFile(file)]));
  return results.map((result) => {
    const { span, name, passed } = result;
    const starts = indexed.get(span.file)?.starts;
    const line = starts === undefined ? {} : { line: positionAt(starts, span.start).line };
    const common = { ...fileOf(span.file, options), ...line, name };
    return passed ? common : { ...common, problem: failureOf(result, options) };
  });
}

function failureOf(result: TestResult, { files }: RenderOptions): Problem {
  const message = `expected ${result.expected}, decided ${result.actual}`;
  return { element: "failure", type: "decision", message, body: failureLines(result, files).join("\n") };
}

function lawCases({ outcomes, suite }: NonNullable<TestRun["laws"]>): readonly Case[] {
  return outcomes.map(({ name, failure }) => {
    const common = { suite, name: `law: ${name}` };
    if (failure === undefined) return common;
    const { message, lines, seed, path } = failure;
    const body = [...lines, `replay    seed ${seed}, path ${path}`].join("\n");
    return { ...common, problem: { element: "failure", type: "law", message: visibleLines(message), body } };
  });
}

function errorCases(errors: readonly Diagnostic[], options: RenderOptions): readonly Case[] {
  return [...groupBy(errors, ({ span }) => span.file)].map(([file, group]) => ({
    ...fileOf(file, options),
    name: "the policy set checks",
    problem: errorOf(group, options),
  }));
}

function errorOf(errors: readonly Diagnostic[], options: RenderOptions): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  return {
    element: "error",
    type: first?.code ?? "",
    message: visibleLines(`${first?.message ?? ""}${more}`),
    body: renderText(errors, options).trimEnd(),
  };
}

function fileOf(file: string, { displayPath = (path) => path }: RenderOptions): Pick<Case, "suite" | "file"> {
  const suite = file === "" ? "polc" : displayPath(file);
  return isOnDisk(file) ? { suite, file: plainPath(suite) } : { suite };
}

/** By file, files and cases in the order in which they come. */
function suitesOf(cases: readonly Case[]): readonly Suite[] {
  return [...groupBy(cases, ({ suite }) => suite)].map(([name, group]) => ({ name, cases: group }));
}

function suiteLines({ name, cases }: Suite): readonly string[] {
  return [`  <testsuite${countsOf(name, cases)}>`, ...cases.flatMap(caseLines), "  </testsuite>"];
}

/** Readers differ in what they need: all get every count, and a time of nothing rather than none. */
function countsOf(name: string, cases: readonly Case[]): string {
  const count = (element: string) => cases.filter(({ problem }) => problem?.element === element).length;
  const [failures, errors] = [count("failure"), count("error")];
  return attributesOf({ name, tests: cases.length, failures, errors, skipped: 0, time: 0 });
}

function caseLines({ suite, file, line, name, problem }: Case): readonly string[] {
  const attributes = { classname: suite, name, file, line, time: 0 };
  const head = `    <testcase${attributesOf(attributes)}`;
  if (problem === undefined) return [`${head}/>`];
  const { element, type, message, body } = problem;
  return [
    `${head}>`,
    `      <${element}${attributesOf({ type, message })}>${xmlContent(body)}</${element}>`,
    "    </testcase>",
  ];
}

function attributesOf(values: { readonly [name: string]: string | number | undefined }): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join("");
}
