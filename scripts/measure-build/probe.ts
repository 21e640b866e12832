import { validateBuild } from "../../src/analysis/validate-build.js";
import { checkPolicySet } from "../../src/check/check.js";
import { emitModule } from "../../src/codegen/emit-module.js";
import { lower } from "../../src/ir/lower.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { generateGrants } from "./generate-grants.js";

const [shape, rules = "", actions = ""] = process.argv.slice(2);
const size = { rules: Number(rules), actions: Number(actions) };
const files = shape === "grants" ? generateGrants(size) : generateLargeSet(size);

/** Runs a phase and prints a line of the table. */
function phase<Result>(name: string, run: () => Result, note: (result: Result) => string = () => ""): Result {
  const [start, wall] = [process.cpuUsage(), performance.now()];
  const result = run();
  const { user, system } = process.cpuUsage(start);
  const cells = [
    `${((user + system) / 1000).toFixed(0)} ms`.padStart(9),
    `${(performance.now() - wall).toFixed(0)} ms wall`.padStart(14),
    `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`.padStart(9),
  ];
  console.log(`  ${name.padEnd(9)}${cells.join("")}  ${note(result)}`);
  return result;
}

const policySet = phase("check", () => {
  const trees = phase("  parse", () => files.map((file) => parse(file).file));
  return checkPolicySet(trees).policySet;
});
if (policySet === undefined) throw new Error("the policy set does not check");
phase("digest", () => policySet.digest);
const graph = phase("lower", () => lower(policySet));
phase(
  "verify",
  () => validateBuild(graph, "full"),
  ({ proved, sampled, faults }) => `${proved} proved, ${sampled} sampled, ${faults.length} faults`,
);
phase(
  "emit",
  // All of it: what is beside the code is made when it is first asked for.
  () => ({ ...emitModule(graph, { sources: files }) }),
  ({ code, declarations, sourceMap }) =>
    `${code.length} characters, types ${declarations.length}, source map ${sourceMap.length}`,
);
phase("format", () => files.map(format).length);
