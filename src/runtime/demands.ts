import type { ReportedObligation } from "./decision.js";
import { type Call, type Demand, joined, noted } from "./findings.js";

/** What is asked for on all principals: by rule, the subject's before the actor's, each once. Undefined where nothing is. */
export function demandsOf(
  subject: readonly Demand[] | undefined,
  actor: readonly Demand[] | undefined,
): readonly Demand[] | undefined {
  const all = joined(subject, actor);
  return all === undefined || areOrdered(all) ? all : ordered(all);
}

/** Whether they are in order as they were noted, which they mostly are. */
function areOrdered(demands: readonly Demand[]): boolean {
  let previous: Demand | undefined;
  for (const demand of demands) {
    if (previous !== undefined && !isBefore(previous, demand)) return false;
    previous = demand;
  }
  return true;
}

/** Whether one demand stands before another, the subject's all having been noted first. */
function isBefore(one: Demand, other: Demand): boolean {
  return one.rule < other.rule || (one.rule === other.rule && one.role !== other.role);
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
  let blamed: Demand[] | undefined;
  for (const demand of demands) {
    if (isBlamed(demand, clashing)) blamed = noted(blamed, demand);
  }
  return blamed;
}

function isBlamed({ calls }: Demand, clashing: ReadonlySet<string>): boolean {
  for (const call of calls) {
    if (call === null || clashing.has(call.name)) return true;
  }
  return false;
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
function callsOf(demands: readonly Demand[]): readonly Call[] {
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
