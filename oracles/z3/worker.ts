import { compareSet } from "./compare-set.js";
import { loadZ3 } from "./solve.js";

/* Compares the sets of some seeds and tells the parent process of each, and before that that it is ready: `worker.ts FIRST LAST EFFORT`. */

const [first = 0, last = -1, effort = 0] = process.argv.slice(2).map(Number);
const solve = await loadZ3(effort);
if (solve === undefined) throw new Error("z3-solver is not installed");
process.send?.("ready");
for (let seed = first; seed <= last; seed++) process.send?.(compareSet(solve, seed));
// Z3's threads would keep the process.
process.disconnect();
process.exit();
