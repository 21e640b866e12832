import type { ReportedObligation } from "./decision.js";
import type { Call, Demand } from "./findings.js";

/** What is asked for on all principals: by rule, the subject's before the actor's, each once. Undefined where nothing is. */
export function demandsOf(
  subject: readonly Demand[] | undefined,
  actor: readonly Demand[] | undefined,
): readonly Demand[] | undefined {
  if (subject === undefined && actor === undefined) return undefined;
  const all = actor === undefined ? subject : subject === undefined ? actor : [...subject, ...actor];
  return all === undefined || areOrdered(all) ? all : ordered(all);
}

/** Whether they are in order as they were noted, which they mostly are. */
function areOrdered(demands: readonly Demand[]): boolean {
  return demands.every((demand, index) => {
    const previous = demands[index - 1];
    if (previous === undefined || previous.rule < demand.rule) return true;
    return previous.rule === demand.rule && previous.role !== demand.role;
  });
}

function ordered(demands: readonly Demand[]): readonly Demand[] {
  const sorted = [...demands].sort((a, b) => a.rule - b.rule); // stable: the subject's stay first
  return sorted.filter(({ rule, role }, index) => {
    const previous = sorted[index - 1];
    return previous?.rule !== rule || previous.role !== role;
  });
}

/** The demands with an argument that is an error, and those of one name that can only apply once but ask for two things. */
export function blamedDemands(
  demands: readonly Demand[] | undefined,
  once: ReadonlySet<string>,
): readonly Demand[] | undefined {
  if (demands === undefined) return undefined;
  const clashing = once.size === 0 ? noNames : clashingNames(demands, once);
  const isBlamed = (call: Call | null) => call === null || clashing.has(call.name);
  const blamed = demands.filter(({ calls }) => calls.some(isBlamed));
  return blamed.length === 0 ? undefined : blamed;
}

const noNames: ReadonlySet<string> = new Set();

function clashingNames(demands: readonly Demand[], once: ReadonlySet<string>): ReadonlySet<string> {
  const calls = callsOf(demands);
  if (calls.length < 2 || !calls.some(({ name }) => once.has(name))) return noNames;
  const repeated = repeatedNames(withoutRepeats(calls));
  return new Set([...repeated].filter((name) => once.has(name)));
}

/** The calls of these demands, of those that say the same the first. */
export function distinctCalls(demands: readonly Demand[] | undefined): readonly ReportedObligation[] {
  return demands === undefined ? [] : withoutRepeats(callsOf(demands));
}

/** All that are no error. */
export function callsOf(demands: readonly Demand[]): readonly Call[] {
  const all: Call[] = [];
  for (const { calls } of demands) {
    for (const call of calls) if (call !== null) all.push(call);
  }
  return all;
}

function withoutRepeats(calls: readonly Call[]): readonly Call[] {
  const repeated = calls.length < 2 ? noNames : repeatedNames(calls);
  if (repeated.size === 0) return calls;
  const known = new Set<string>();
  return calls.filter(({ name, arguments: values }) => {
    const text = repeated.has(name) ? canonicalJson([name, values]) : name;
    const isNew = !known.has(text);
    known.add(text);
    return isNew;
  });
}

/** The names that stand in two calls or more. */
function repeatedNames(calls: readonly Call[]): ReadonlySet<string> {
  const known = new Set<string>();
  const repeated = new Set<string>();
  for (const { name } of calls) (known.has(name) ? repeated : known).add(name);
  return repeated;
}

/** JSON in which the order of members does not show. */
function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  const members = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`).join()}}`;
}

/** By code units. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
