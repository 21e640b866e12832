// `npm run demo`: compiles the example policy sets, decides their requests with the generated modules and says why.
// The name of a request's file begins with what is expected of it; any surprise ends the run with exit code 1.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const polc = join(root, "dist", "cli", "main.js");
const out = join("node_modules", ".cache", "polc-demo");
const expectedReasons = {
  allow: ["allowed"],
  deny: ["denied_by_rule", "no_matching_rule"],
  invalid: ["invalid_request"],
};

const surprises = [];
if (isStale()) build();
rmSync(join(root, out), { recursive: true, force: true });
for (const example of ["analytics", "github", "filesystem"]) await showExample(example);
showMistake();
for (const surprise of surprises) console.error(`unexpected: ${surprise}`);
process.exitCode = surprises.length === 0 ? 0 : 1;

/** Whether polc is not built, or something that it is built from is newer. */
function isStale() {
  if (!existsSync(polc)) return true;
  const sources = ["src", "stdlib"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, String(file))),
  );
  const newest = Math.max(...[...sources, "package.json"].map((file) => statSync(join(root, file)).mtimeMs));
  return newest > statSync(polc).mtimeMs;
}

function build() {
  console.error("building polc …");
  const { status, stdout, stderr } = run(process.execPath, ["scripts/build.mjs"]);
  if (status === 0) return;
  console.error(`polc does not build:\n${stdout}${stderr}`);
  process.exit(1);
}

/** Checks, tests and compiles one example, and decides each of its requests. */
async function showExample(example) {
  const folder = `examples/${example}`;
  const module = `${out}/${example}`;
  for (const args of [
    ["check", "--strict", folder],
    ["test", folder],
    ["build", folder, "-o", module],
  ]) {
    console.log(`\n$ polc ${args.join(" ")}`);
    const result = run(process.execPath, [polc, ...args]);
    const lines = `${result.stdout}${result.stderr}`.trim().split("\n");
    // The tests that pass are counted, not named.
    console.log((args[0] === "test" && result.status === 0 ? lines.slice(-1) : lines).join("\n"));
    if (result.status !== 0) surprises.push(`polc ${args.join(" ")} ended with ${result.status}`);
  }
  const { decide } = await import(pathToFileURL(join(root, module, "policy.js")).href);
  console.log(`\nIts requests, decided by ${module}/policy.js:\n`);
  for (const file of readdirSync(join(root, folder, "requests")).sort()) {
    showDecision(file.replace(".json", ""), decide(JSON.parse(read(`${folder}/requests/${file}`))));
  }
}

/** Prints one decision with its reason. */
function showDecision(name, decision) {
  const [expected = "", ...words] = name.split("-");
  const verdict = decision.decision ? "allowed" : "denied ";
  console.log(`  ${verdict}  ${words.join(" ")}\n           ${reasonOf(decision)}`);
  if (!expectedReasons[expected]?.includes(decision.reason)) surprises.push(`${name}: ${decision.reason}`);
}

/** Why, in a line. */
function reasonOf(decision) {
  switch (decision.reason) {
    case "allowed": {
      const rules = [decision.subject, decision.actor].flatMap((principal) => principal?.rules ?? []);
      const duties = decision.obligations.map(printCall);
      return [`by ${[...new Set(rules)].join(", ")}`, ...duties.map((duty) => `must ${duty}`)].join("; ");
    }
    case "denied_by_rule": {
      const remedies = decision.remedies.map(printCall);
      return [...decision.because, ...remedies.map((remedy) => `(would pass with ${remedy})`)].join(" ");
    }
    case "no_matching_rule": {
      const parties = ["subject", "actor"].filter((role) => decision[role]?.decision === false);
      return `no rule allows this to the ${parties.join(" and the ")}`;
    }
    default:
      return `${decision.reason}: ${decision.problems.map(({ path, kind }) => `${path} ${kind}`).join(", ")}`;
  }
}

/** `approval(from: "data-owners", max_age: "PT15M")` */
function printCall({ name, arguments: values }) {
  const printed = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${name}(${printed.join(", ")})`;
}

/** What polc says of a policy with a slip of the pen. */
function showMistake() {
  const folder = `${out}/mistake`;
  cpSync(join(root, "examples/analytics/analytics.pol"), join(root, folder, "analytics.pol"));
  const text = read(`${folder}/analytics.pol`);
  writeFileSync(join(root, folder, "analytics.pol"), text.replace("args.columns", "args.colums"));
  console.log(`\nThe same policy with a slip of the pen:\n\n$ polc check ${folder}`);
  const result = run(process.execPath, [polc, "check", folder]);
  process.stdout.write(`${result.stdout}${result.stderr}`);
  if (result.status !== 1) surprises.push(`the slip was not found: exit code ${result.status}`);
}

function read(file) {
  return readFileSync(join(root, file), "utf8");
}

/** Runs a command in the project's folder; one that cannot be started ends the run. */
function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  if (result.error !== undefined) throw result.error;
  return result;
}
