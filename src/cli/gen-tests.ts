import { createAnalysis } from "../analysis/analysis.js";
import { cutShort } from "../analysis/cut-short.js";
import { type GeneratedTest, generateTests } from "../analysis/generate-tests.js";
import { printTestBlock } from "../analysis/print-test-block.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { check, questionsFor } from "../compiler.js";
import { lower } from "../ir/lower.js";
import type { CliHost } from "./cli-host.js";
import { isTooLong, longBlockNote } from "./coverage/shown-block.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { loadSet } from "./load-set.js";
import { countOf, printDiagnostics, refuseToWrite } from "./report.js";
import { withoutFile } from "./without-file.js";

/** Options of `polc gen-tests`. */
export interface GenTestsCommand {
  readonly path: string;
  /** The file to write; undefined for standard output. */
  readonly out: string | undefined;
  /** Also the tests that are too long to be read; else a comment stands in the place of each. */
  readonly long: boolean;
  /** How many questions to ask at most; as many as usual, where it is left open. */
  readonly questions?: number;
}

/**
 * `polc gen-tests`: tests for every rule of a policy set, beside those that it has. The file that is written may be one of the policy set:
 * then what it had in it counts for nothing.
 */
export async function run({ path, out, long, questions }: GenTestsCommand, host: CliHost): Promise<ExitCode> {
  const set = withoutFile(await loadSet(host, path), out);
  const result = set.diagnostics.length > 0 ? undefined : check(set.files, set);
  if (result?.policySet === undefined) {
    const errors = (result ?? set).diagnostics.filter(({ severity }) => severity === "error");
    printDiagnostics(host, host.stderr, errors, result?.files ?? set.files, set.displayPath);
    return set.isMissing ? exitCode.usage : exitCode.findings;
  }
  const { policySet, files } = result;
  const most = questions ?? questionsFor(policySet);
  const analysis = createAnalysis(lower(policySet), most);
  const tests = generateTests(analysis, files);
  if (analysis.budget.isSpent) printDiagnostics(host, host.stderr, [cutShort(most, "gen-tests")], files);
  return writeTests(host, out, tests, blocksOf(policySet, tests, long));
}

const header = `// Written by polc gen-tests, and written anew by it: tests of one's own belong into another file.
// They state what the policies decide, not what they ought to: read them once.
`;

interface Block {
  readonly text: string;
  readonly isLeftOut: boolean;
}

function blocksOf(policySet: PolicySet, tests: readonly GeneratedTest[], long: boolean): readonly Block[] {
  return tests.map(({ name, request, decision }) => {
    const text = printTestBlock(policySet, name, request, decision);
    const isLeftOut = !long && isTooLong(text);
    return { text: isLeftOut ? `${longBlockNote(name, text)}\n` : text, isLeftOut };
  });
}

async function writeTests(
  host: CliHost,
  out: string | undefined,
  tests: readonly GeneratedTest[],
  blocks: readonly Block[],
): Promise<ExitCode> {
  const text = [header, ...blocks.map((block) => block.text)].join("\n");
  const problem = out === undefined ? undefined : await host.writeFiles([{ path: out, text }]);
  if (problem !== undefined) return refuseToWrite(host, problem);
  host.stdout.write(out === undefined ? text : `${out}\n`);
  const rules = new Set(tests.map(({ rule }) => rule)).size;
  const leftOut = blocks.filter(({ isLeftOut }) => isLeftOut).length;
  const note = leftOut === 0 ? "" : `, ${leftOut} left out as too long to be read: --long writes them too`;
  host.stderr.write(`${countOf(tests.length, "test")} of ${countOf(rules, "rule")}${note}\n`);
  return exitCode.fine;
}
