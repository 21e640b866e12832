/*
 * Random policy sets over texts, integers, lists and maps: whether each rule can match and whether each allow can decide, as polc says it
 * and as Z3 says it of the same set written as SMT-LIB. A request that polc has found is shown to Z3, which has to agree that it is one;
 * that there is none, Z3 has to find out.
 *
 *   npx tsx compare.ts [--sets 200] [--seed 1] [--show 3] [--effort 300000] [--unknown]
 *
 * --effort is Z3's for a question, in units of its own. --unknown shows the sets of which polc says nothing, too. A set is made from its own
 * seed alone. Exits with 1 if the two disagree.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Comparison, Outcome } from "./compare-set.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "3" },
    effort: { type: "string", default: "300000" },
    unknown: { type: "boolean", default: false },
  },
});

/** Z3 keeps what it has used: a process asks it about so many sets. */
const setsOfProcess = 300;
/** A process that has said nothing for so many milliseconds hangs, for Z3 does not always keep to its limit. */
const patience = 60_000;

const totals = {
  sets: 0,
  rejected: 0,
  hung: 0,
  questions: 0,
  found: 0,
  none: 0,
  polcUnknown: 0,
  z3Unknown: 0,
  disagreements: 0,
};
let shown = 0;

function isInstalled(): boolean {
  try {
    import.meta.resolve("z3-solver");
    return true;
  } catch {
    return false;
  }
}

/** Compares the sets of some seeds; the first seed that was not compared. */
function compareIn(first: number, last: number): Promise<number> {
  const child = fork(
    fileURLToPath(new URL("worker.ts", import.meta.url)),
    [first, last, values.effort].map(String),
  );
  let next: number | undefined;
  let watch: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(watch);
    watch = setTimeout(() => child.kill("SIGKILL"), patience);
  };
  wait();
  return new Promise((resolve, reject) => {
    child.on("message", (message: "ready" | Comparison) => {
      wait();
      if (message !== "ready") note(message);
      next = message === "ready" ? first : message.seed + 1;
    });
    child.on("exit", () => {
      clearTimeout(watch);
      if (next === undefined) reject(new Error("a process that compares sets did not start"));
      else resolve(next);
    });
  });
}

function note({ seed, text, outcomes }: Comparison): void {
  if (text === undefined) {
    totals.rejected++;
    return;
  }
  totals.sets++;
  totals.questions += outcomes.length;
  const count = (isCounted: (outcome: Outcome) => boolean) => outcomes.filter(isCounted).length;
  totals.found += count(({ polc }) => polc === "found");
  totals.none += count(({ polc }) => polc === "none");
  totals.polcUnknown += count(({ polc }) => polc === "unknown");
  totals.z3Unknown += count(({ z3 }) => z3 === "unknown");
  totals.disagreements += count(({ agree }) => !agree);
  const interesting = outcomes.filter(({ agree, polc }) => !agree || (values.unknown && polc === "unknown"));
  if (interesting.length === 0 || shown++ >= Number(values.show)) return;
  const said = interesting.map(
    ({ name, polc, z3 }) => `${name}: polc says ${polc}, Z3 ${z3 ?? "was not asked"}`,
  );
  console.log(`\n── set ${seed}: ${said.join("; ")}\n${text}`);
}

async function compareAll(first: number, last: number): Promise<void> {
  for (let next = first; next <= last; ) {
    const end = Math.min(next + setsOfProcess - 1, last);
    next = await compareIn(next, end);
    if (next > end) continue;
    totals.hung++;
    next++;
  }
}

function report(): void {
  const { sets, rejected, hung, questions, found, none, polcUnknown, z3Unknown, disagreements } = totals;
  console.log(
    `${sets} sets (${rejected} rejected, ${hung} on which Z3 hung or ran out of memory), seed ${values.seed}: ${questions} questions, ` +
      `${found} found, ${none} none, ${polcUnknown} unknown to polc, ${z3Unknown} to Z3, ${disagreements} disagreements`,
  );
}

if (!isInstalled()) console.log("skipped: z3-solver is not installed (npm install in oracles/z3)");
else {
  await compareAll(Number(values.seed), Number(values.seed) + Number(values.sets) - 1);
  report();
  process.exitCode = totals.disagreements > 0 ? 1 : 0;
}
