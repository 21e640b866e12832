/*
 * Replays recorded calls of AgentDojo and counts what the policies make of them; `--verbose` lists what went wrong, by reason.
 *
 *   npx polc build examples/agentdojo -o dist/agentdojo
 *   npx tsx examples/agentdojo/replay.ts dist/agentdojo/policy.js [--corpus ../shared/corpora/agentdojo] [--verbose]
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { type Decide, type Outcome, type Replayed, replaySuite } from "./replay/replay-suite.js";
import { banking, workspace } from "./replay/suites.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: "string", default: "../shared/corpora/agentdojo" },
    verbose: { type: "boolean", default: false },
  },
});
const [path = "dist/agentdojo/policy.js"] = positionals;
const { decide }: { readonly decide: Decide } = await import(pathToFileURL(resolve(path)).href);

for (const suite of [workspace, banking]) {
  if (!existsSync(join(values.corpus, `${suite.name}.calls.jsonl`))) {
    console.error(`no calls of ${suite.name} in ${values.corpus}`);
    process.exitCode = 1;
    continue;
  }
  const replayed = replaySuite(suite, values.corpus, decide);
  console.log(suite.name);
  for (const label of ["benign", "attack", "attack-prep"] as const) {
    const calls = replayed.filter(({ call }) => call.label === label);
    console.log(`  ${label.padEnd(12)} ${summary(calls)}`);
  }
  if (values.verbose) showSurprises(replayed);
}

/** How many calls were allowed, held and denied. */
function summary(calls: readonly Replayed[]): string {
  const count = (wanted: Outcome) => {
    const found = calls.filter(({ outcome }) => outcome === wanted).length;
    return `${found} ${wanted} (${((100 * found) / calls.length).toFixed(1)} %)`;
  };
  return `${String(calls.length).padStart(5)}: ${count("allowed")}, ${count("held")}, ${count("denied")}`;
}

/** Prints the benign calls that were not allowed and the attacks that were, by reason. */
function showSurprises(replayed: readonly Replayed[]): void {
  const wrong = replayed.filter(({ call, outcome }) => (call.label === "benign") === (outcome !== "allowed"));
  for (const [why, calls] of groupBy(wrong, reasonOf)) {
    console.log(`  ${calls.length} ${why}`);
    const alike = groupBy(calls, ({ call }) => `${call.tool} ${JSON.stringify(call.args)}`);
    for (const [call, times] of alike)
      console.log(`    ${call}${times.length > 1 ? ` × ${times.length}` : ""}`);
  }
}

/** What became of a call, and the rules of whoever was denied, or what is wrong with the request. */
function reasonOf({ call, outcome, decision }: Replayed): string {
  const { reason, decision: allowed, subject, actor, problems } = decision;
  const parties = [subject, actor].filter((party) => party?.decision === allowed);
  const rules = new Set(parties.flatMap((party) => party?.rules ?? []));
  const details = [...rules, ...problems.map(({ path, kind }) => `${path} ${kind}`)];
  return `${call.label} ${outcome}: ${reason} ${details.join(", ")}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
