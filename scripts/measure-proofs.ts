/*
 * What proofs beside the analyses of a whole set take, each in a process of its own, so that everything is cold: one assertion, generated
 * tests, and, warm, the edits of one rule after the other in a session. Medians; the time of the main thread beside the time that passed,
 * which other work on the machine makes longer.
 *
 *   npx tsx scripts/measure-proofs.ts [--rules 1000] [--actions 100] [--edits 20] [--runs 3] [--dist]
 *
 * With --dist the bundled package is measured, as users run it, instead of the sources through tsx: the edits alone, as the package has no
 * entry for the others.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateLargeSet } from "../src/testing/generated-set.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000" },
    actions: { type: "string", default: "100" },
    edits: { type: "string", default: "20" },
    runs: { type: "string", default: "3" },
    dist: { type: "boolean", default: false },
  },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "polc-measure-"));
const files = generateLargeSet({ rules: Number(values.rules), actions: Number(values.actions) });
writeFileSync(path.join(folder, "files.json"), JSON.stringify(files));
console.log(`${values.rules} rules over ${values.actions} actions`);

const source = (file: string): string => JSON.stringify(path.join(root, "src", file));

const prelude = `
  import { readFileSync } from "node:fs";
  const files = JSON.parse(readFileSync(${JSON.stringify(path.join(folder, "files.json"))}, "utf8"));
  // Of the main thread alone: what the compiler of JavaScript and the garbage collector do beside it is none of its waiting.
  const mainThread = () => {
    try {
      return Number(readFileSync("/proc/self/task/" + process.pid + "/schedstat", "utf8").split(" ")[0]) / 1e6;
    } catch {
      return Number.NaN;
    }
  };
  const times = [];
  const timed = (work) => {
    const [main, start] = [mainThread(), performance.now()];
    const result = work();
    times.push({ passed: performance.now() - start, main: mainThread() - main });
    return result;
  };
  process.on("exit", () => console.log(JSON.stringify(times)));
`;

const assertion = `
  import { check } from ${source("compiler.ts")};
  import { lower } from ${source("ir/lower.ts")};
  import { createAnalysis } from ${source("analysis/analysis.ts")};
  import { checkAssertions } from ${source("analysis/assertions.ts")};
  files.push({ path: "z.pol", text: 'assert promise\\n  deny Agent to server1.tool1\\n  when context.ip in "203.0.113.0/24"\\n' });
  const { policySet } = check(files);
  const graph = lower(policySet);
  timed(() => checkAssertions(createAnalysis(graph)));
`;

const tests = `
  import { check } from ${source("compiler.ts")};
  import { lower } from ${source("ir/lower.ts")};
  import { createAnalysis } from ${source("analysis/analysis.ts")};
  import { generateTests } from ${source("analysis/generate-tests.ts")};
  const { policySet } = check(files);
  timed(() => generateTests(createAnalysis(lower(policySet)), files));
`;

const entry = values.dist ? JSON.stringify(path.join(root, "dist/index.js")) : source("index.ts");
const edits = `
  const { createCompiler } = await import(${entry});
  const compiler = createCompiler();
  const findings = () => {
    const { policySet } = compiler.check(files);
    return compiler.analyze(policySet);
  };
  findings();
  const lines = files[1].text.split("\\n");
  const places = lines.flatMap((line, index) => (/limit \\?\\? 100 [<>]=? \\d+$/.test(line) ? [index] : []));
  for (let edit = 0; edit < ${Number(values.edits)}; edit += 1) {
    const place = places[(edit * 7 + 3) % places.length];
    lines[place] = lines[place].replace(/\\d+$/, (number) => String(Number(number) + 1 + edit));
    files[1] = { ...files[1], text: lines.join("\\n") };
    timed(findings);
  }
`;

interface Taken {
  readonly passed: number;
  readonly main: number;
}

function run(probe: string): readonly Taken[] {
  const file = path.join(folder, "probe.mjs");
  writeFileSync(file, prelude + probe);
  const loader = values.dist ? [] : ["--import", "tsx"];
  const result = spawnSync(process.execPath, [...loader, file], { cwd: root, encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as readonly Taken[];
}

function report(name: string, taken: readonly Taken[]): void {
  const passed = taken.map((each) => each.passed).sort((left, right) => left - right);
  const main = taken.map((each) => each.main).sort((left, right) => left - right);
  const at = (sorted: readonly number[], share: number) =>
    Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  console.log(
    `${name}: median ${at(passed, 0.5)} ms passed, ${at(main, 0.5)} ms of the main thread (nine of ten in ${at(main, 0.9)} ms)`,
  );
}

const runs = Array.from({ length: Number(values.runs) });
if (!values.dist) {
  report(
    "one assertion",
    runs.flatMap(() => run(assertion)),
  );
  report(
    "generated tests",
    runs.flatMap(() => run(tests)),
  );
}
report("an edit, all findings anew", run(edits));
rmSync(folder, { recursive: true });
