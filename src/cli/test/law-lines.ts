import { painter } from "../../diagnostics/paint.js";
import type { LawOutcomeFailure } from "../../testing/laws-run.js";
import { countOf } from "../report.js";
import type { LawsOfSet } from "./laws-of-set.js";

/** How the laws fared with the policy set at `path`, for people: those that are broken, how many hold, and which rules no request matched. */
export function lawLines(laws: LawsOfSet, path: string, color: boolean): readonly string[] {
  const paint = painter(color);
  const broken = laws.outcomes.flatMap(({ name, failure }) =>
    failure === undefined
      ? []
      : [
          `${paint("error", "✗")} ${name}`,
          ...failure.lines.map(indented),
          indented(`replay    ${replayCommand(name, failure, path)}`),
        ],
  );
  const held = laws.outcomes.filter(({ failure }) => failure === undefined);
  const count = held.length === 1 ? held.map(({ name }) => name).join() : countOf(held.length, "law");
  const summary = `${count}, ${countOf(laws.requests, "request")}, seed ${laws.seed}`;
  return [
    ...broken,
    ...(held.length > 0 ? [`${paint("good", "✓")} ${summary}`] : []),
    ...unmatchedLines(laws),
  ];
}

/** As it stands in a list of results, below what it belongs to. */
export function indented(line: string): string {
  return `    ${line}`;
}

/** A command that asks the law of that request again. */
function replayCommand(law: string, failure: LawOutcomeFailure, policies: string): string {
  const quoted = /^[\w./-]+$/.test(policies) ? policies : `'${policies.replaceAll("'", "'\\''")}'`;
  return `polc test ${quoted} --filter ${law} --seed ${failure.seed} --path ${failure.path}`;
}

function unmatchedLines({ unmatchedRules, unreachableRules }: LawsOfSet): readonly string[] {
  const dead = new Set(unreachableRules);
  const missed = unmatchedRules.filter((rule) => !dead.has(rule));
  return [
    ...listed("no request of these matched", missed),
    ...listed("no request can match", unreachableRules),
  ].map(indented);
}

function listed(words: string, rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [] : [`${words}: ${rules.join(", ")}`];
}
