import { validateBuild } from "../../src/analysis/validate-build.js";
import { checkPolicySet } from "../../src/check/check.js";
import { emitModule } from "../../src/codegen/emit-module.js";
import { lower } from "../../src/ir/lower.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { measuredPhase } from "../measured-phase.js";
import { generateGrants } from "./generate-grants.js";

const [shape, rules = "", actions = ""] = process.argv.slice(2);
const size = { rules: Number(rules), actions: Number(actions) };
const files = shape === "grants" ? generateGrants(size) : generateLargeSet(size);

const policySet = measuredPhase("check", () => {
  const trees = measuredPhase("  parse", () => files.map((file) => parse(file).file));
  return checkPolicySet(trees).policySet;
});
if (policySet === undefined) throw new Error("the policy set does not check");
measuredPhase("digest", () => policySet.digest);
const graph = measuredPhase("lower", () => lower(policySet));
measuredPhase(
  "verify",
  () => validateBuild(graph, "full"),
  ({ proved, sampled, faults }) => `${proved} proved, ${sampled} sampled, ${faults.length} faults`,
);
measuredPhase(
  "emit",
  // All of it: what is beside the code is made when it is first asked for.
  () => ({ ...emitModule(graph, { sources: files }) }),
  ({ code, declarations, sourceMap }) =>
    `${code.length} characters, types ${declarations.length}, source map ${sourceMap.length}`,
);
measuredPhase("format", () => files.map(format).length);
