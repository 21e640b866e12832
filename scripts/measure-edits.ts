/*
 * What an edit costs: the versions of a policy set one after the other, each with one rule changed, as `polc build --watch` builds them and as
 * `polc check --watch` finds what is to be said of them.
 *
 *   npx tsx scripts/measure-edits.ts [--rules 1000] [--actions 100] [--edits 25] [--kind constant] [--seed 1] [--watch] [--dist]
 *
 * --kind constant puts letters into a literal in the middle of the last file; --kind any takes a rule of that file at random, and in turn renames
 * it, adds a condition, takes one away, copies it, removes it, and lets it speak of other actions; each time of the set as it was, which is compiled
 * again before, so that each is the edit of one rule. --watch also runs the two commands on a folder, and
 * tells how long it takes from the change of a file to the last line of output. With --dist it is the bundled package that is measured.
 *
 * Processor time and wall time, medians. The bars for 1,000 rules: built in under 200 ms, findings in under 100 ms.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { SourceFile } from "../src/source/source-file.js";
import { type Choices, pick, seededChoices } from "../src/testing/choices.js";
import { generateLargeSet } from "../src/testing/generated-set.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000" },
    actions: { type: "string", default: "100" },
    edits: { type: "string", default: "25" },
    kind: { type: "string", default: "constant" },
    seed: { type: "string", default: "1" },
    watch: { type: "boolean", default: false },
    dist: { type: "boolean", default: false },
  },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const { createCompiler } = values.dist
  ? // The bundle has what the sources have.
    ((await import(path.join(root, "dist/index.js"))) as typeof import("../src/index.js"))
  : await import("../src/index.js");

const files = generateLargeSet({ rules: Number(values.rules), actions: Number(values.actions) });
const editsToMake = Array.from({ length: Number(values.edits) }, (_, index) => index);
console.log(`${values.rules} rules over ${values.actions} actions, one edited (${values.kind})`);
measureVersions("build", build());
measureVersions("findings", findings());
if (values.watch) {
  await measureCommand("build --watch", ["build", "set", "--out", "out", "--watch"], /policy\.js\.map\n/);
  await measureCommand("check --watch", ["check", "set", "--watch"], /rules: .*\n/);
}

function build(): (version: readonly SourceFile[]) => void {
  const compiler = createCompiler();
  return (version) => {
    const { module } = compiler.compile(version, { verify: "sample" });
    if (module === undefined) throw new Error("the policy set does not compile");
  };
}

function findings(): (version: readonly SourceFile[]) => void {
  const compiler = createCompiler();
  return (version) => {
    const { policySet } = compiler.check(version);
    if (policySet === undefined) throw new Error("the policy set does not check");
    compiler.analyze(policySet);
  };
}

function measureVersions(name: string, make: (version: readonly SourceFile[]) => void): void {
  make(files);
  const costs = versions().map((version) => {
    if (values.kind === "any") make(files);
    const [before, start] = [process.cpuUsage(), performance.now()];
    make(version);
    const { user, system } = process.cpuUsage(before);
    return { processor: (user + system) / 1000, wall: performance.now() - start };
  });
  tell(
    name,
    "processor",
    costs.map(({ processor }) => processor),
  );
  tell(
    name,
    "wall",
    costs.map(({ wall }) => wall),
  );
}

/** Each with one edit of the set as it was. */
function versions(): readonly (readonly SourceFile[])[] {
  const choices = seededChoices(Number(values.seed));
  const last = files.length - 1;
  const edited = values.kind === "any" ? editedRule : editedConstant;
  return editsToMake.map((edit) =>
    files.map((file, index) => (index < last ? file : { ...file, text: edited(choices, file.text, edit) })),
  );
}

function editedConstant(_: Choices, text: string, edit: number): string {
  const below = text.indexOf('like "', text.length >> 1);
  const place = (below < 0 ? text.lastIndexOf('like "') : below) + 'like "'.length;
  return `${text.slice(0, place)}edit${edit}${text.slice(place)}`;
}

function editedRule(choices: Choices, text: string, edit: number): string {
  const [head = "", ...rules] = text.split(/(?= {2}rule )/);
  const index = choices.int(0, rules.length - 2);
  const rule = rules[index] ?? "";
  const renamed = rule.replace(/rule \w+/, `rule edited_${edit}`);
  const ways = [
    renamed,
    rule.replace("    when ", `    when principal.team != "edit${edit}"\n    when `),
    rule.replace(/\n {4}when .*/, ""),
    rule + renamed,
    "",
    rule.replace(/ to .*/, / to .*/.exec(pick(choices, rules))?.[0] ?? ""),
  ];
  return head + rules.with(index, ways[edit % ways.length] ?? rule).join("");
}

/** Runs a command that watches a folder, and changes a file there whenever the command has said all, of which `end` is the end. */
async function measureCommand(name: string, args: readonly string[], end: RegExp): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "polc-edits-"));
  writeFiles(folder, files);
  // The sources are loaded as this script was.
  const loader = values.dist ? [] : process.execArgv;
  const main = path.join(root, values.dist ? "dist/cli/main.js" : "src/cli/main.ts");
  const child = spawn(process.execPath, [...loader, main, ...args], { cwd: folder });
  const said = listenTo(child);
  await said.until(end);
  const walls: number[] = [];
  const change = async (version: readonly SourceFile[]): Promise<number> => {
    const start = performance.now();
    writeFiles(folder, version.slice(-1));
    await said.until(end);
    return performance.now() - start;
  };
  for (const version of versions()) {
    if (values.kind === "any" && walls.length > 0) await change(files);
    walls.push(await change(version));
  }
  child.kill();
  rmSync(folder, { recursive: true });
  tell(name, "wall", walls);
}

function writeFiles(folder: string, version: readonly SourceFile[]): void {
  for (const file of version) {
    const target = path.join(folder, "set", file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, file.text);
  }
}

/** What a process says, and a way to wait until it has said something more. */
function listenTo(child: ReturnType<typeof spawn>) {
  let said = "";
  let heard = () => {};
  let hasEnded = false;
  const hear = (chunk: unknown) => {
    said += String(chunk);
    heard();
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  child.on("exit", () => {
    hasEnded = true;
    heard();
  });
  const until = async (end: RegExp): Promise<void> => {
    while (!end.test(said) && !hasEnded) await new Promise<void>((resolve) => (heard = resolve));
    if (hasEnded) throw new Error(said);
    said = "";
  };
  return { until };
}

function tell(name: string, what: string, times: readonly number[]): void {
  const median = [...times].sort((left, right) => left - right)[times.length >> 1] ?? Number.NaN;
  console.log(`  ${name.padEnd(14)} ${what.padEnd(10)} ${median.toFixed(0).padStart(6)} ms`);
}
