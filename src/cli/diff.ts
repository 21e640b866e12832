import type { PolicyDifference } from "../analysis/difference.js";
import { compare } from "../compiler.js";
import { assertNever } from "../util/invariant.js";
import { printJson } from "../util/print-json.js";
import type { CliHost } from "./cli-host.js";
import { printMarkdown } from "./diff/print-markdown.js";
import { printText } from "./diff/print-text.js";
import { type Place, placeOf, readSide } from "./diff/read-side.js";
import { type DiffSummary, summarise } from "./diff/summarise.js";
import { totals } from "./diff/words.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { usesColor } from "./report.js";

/** How differences are printed: for people, for programs, for a pull request. */
export type DiffFormat = "text" | "json" | "markdown";

/** Which differences make the command fail. */
export type FailOn = "any" | "wider" | "never";

/** Options of `polc diff`. */
export interface DiffCommand {
  /** One policy set with `git`, else two: the older, the newer. */
  readonly paths: readonly string[];
  /** A revision, or two as `A..B`: where the policy set was, and is. */
  readonly git?: string;
  readonly format: DiffFormat;
  readonly failOn: FailOn;
  /** How many questions to ask at most; as many as usual, where it is left open. */
  readonly questions?: number;
}

/** `polc diff`: what two policy sets decide differently goes to standard output, a summary of one line to standard error. */
export async function run(options: DiffCommand, host: CliHost): Promise<ExitCode> {
  const places = await placesOf(options, host);
  if ("problem" in places) {
    host.stderr.write(`error: ${places.problem}\n`);
    return exitCode.usage;
  }
  const older = await readSide(host, places.older);
  const newer = await readSide(host, places.newer);
  if (older === undefined || newer === undefined) return exitCode.usage;
  const { questions } = options;
  const difference = compare(older.policySet, newer.policySet, questions === undefined ? {} : { questions });
  const summary = summarise(older, newer, difference);
  host.stdout.write(print(options.format, summary, host));
  host.stderr.write(`${totals(summary)}\n`);
  return fails(difference, options.failOn) ? exitCode.findings : exitCode.fine;
}

interface TwoPlaces {
  readonly older: Place;
  readonly newer: Place;
}

async function placesOf(
  { paths, git }: DiffCommand,
  host: CliHost,
): Promise<TwoPlaces | { readonly problem: string }> {
  const [first, second, ...others] = paths;
  if (git !== undefined) return revisionsOf(git, paths);
  if (first === undefined || second === undefined || others.length > 0)
    return { problem: "two policy sets are compared; with `--git REVISION`, one is named" };
  if (first === "-" && second === "-") return { problem: "only one policy set can come from standard input" };
  return { older: await placeOf(first, host), newer: await placeOf(second, host) };
}

/** `main`: since then. `main..topic`: between the two. */
function revisionsOf(
  git: string,
  [path, ...others]: readonly string[],
): TwoPlaces | { readonly problem: string } {
  if (path === undefined || path === "-" || others.length > 0)
    return { problem: "with `--git REVISION`, one policy set is named" };
  const [from = "", to, ...rest] = git.split("..");
  if (rest.length > 0 || from === "" || to?.startsWith("."))
    return { problem: `\`${git}\` is neither a revision nor two with \`..\` between them` };
  const newer: Place = to === undefined ? { path } : { revision: to || "HEAD", path };
  return { older: { revision: from, path }, newer };
}

function print(format: DiffFormat, summary: DiffSummary, host: CliHost): string {
  switch (format) {
    case "text":
      return printText(summary, usesColor(host, host.stdout));
    case "markdown":
      return printMarkdown(summary);
    case "json":
      return printJson({
        older: summary.older,
        newer: summary.newer,
        ...summary.difference,
        rules: summary.rules,
      });
    default:
      return assertNever(format);
  }
}

function fails(difference: PolicyDifference, failOn: FailOn): boolean {
  switch (failOn) {
    case "never":
      return false;
    case "any":
      return Object.values(difference).some((found: readonly unknown[]) => found.length > 0);
    case "wider":
      // What is not known may be.
      return [...difference.decisions, ...difference.undecided].some(
        ({ kind }) => kind === "allowed" || kind === "released",
      );
    default:
      return assertNever(failOn);
  }
}
