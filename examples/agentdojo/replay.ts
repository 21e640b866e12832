/*
 * Replays the calls of AgentDojo that are at hand and says what the policies make of them.
 *
 *   npx polc build examples/agentdojo -o dist/agentdojo
 *   npx tsx examples/agentdojo/replay.ts dist/agentdojo/policy.js [--corpus ../shared/corpora/agentdojo] [--verbose]
 */
import { resolve } from "node:path";
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
  const replayed = replaySuite(suite, values.corpus, decide);
  console.log(suite.name);
  for (const label of ["benign", "attack", "attack-prep"] as const) {
    const calls = replayed.filter(({ call }) => call.label === label);
    console.log(`  ${label.padEnd(12)} ${summary(calls)}`);
  }
  if (values.verbose) for (const line of surprises(replayed)) console.log(line);
}

/** How many calls were allowed, held and denied. */
function summary(calls: readonly Replayed[]): string {
  const count = (wanted: Outcome) => {
    const found = calls.filter(({ outcome }) => outcome === wanted).length;
    return `${found} ${wanted} (${((100 * found) / calls.length).toFixed(1)} %)`;
  };
  return `${String(calls.length).padStart(5)}: ${count("allowed")}, ${count("held")}, ${count("denied")}`;
}

/** The benign calls that were not allowed and the attacks that were, by reason, with how often each came. */
function surprises(replayed: readonly Replayed[]): readonly string[] {
  const wrong = replayed.filter(({ call, outcome }) => (call.label === "benign") === (outcome !== "allowed"));
  const lines = new Map<string, number>();
  for (const { call, outcome, decision } of wrong) {
    const { reason, subject, actor, problems } = decision;
    const rules = [subject, actor].flatMap((principal) => principal?.rules ?? []);
    const why =
      problems.length > 0 ? problems.map(({ path, kind }) => `${path} ${kind}`) : [...new Set(rules)];
    const line = `  ${call.label} ${outcome}: ${reason} ${why.join(", ")}\n    ${call.tool} ${JSON.stringify(call.args)}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines].sort().map(([line, count]) => `${line}${count > 1 ? `  (${count} times)` : ""}`);
}
