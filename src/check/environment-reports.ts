import type { DiagnosticCode, DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Span } from "../source/span.js";
import type { Expression, Name } from "../syntax/ast.js";
import type { SettledTests, TestComplaint } from "./expression-scope.js";
import type { Report } from "./reporter.js";

interface GatheredReport {
  readonly code: DiagnosticCode;
  readonly span: Span;
  readonly message: string;
  readonly details: DiagnosticDetails | undefined;
  readonly environments: string[];
  /** Whether they all have the same to say. */
  isOne: boolean;
}

/** An attribute that is unknown in some groups of environments, and in which. */
interface UnknownAttribute {
  readonly complaint: TestComplaint;
  readonly groups: Set<number>;
}

/**
 * Gathers what is said of one rule over its environments, so that each complaint is made once, with the environments it holds for
 * where it does not hold for all of them.
 */
export interface EnvironmentReports {
  /** A report for one group of environments, described for people. */
  reportFor(describe: () => string): Report;
  /** The tests of the rule, and whether one was settled false that is no guard since the last call of `startGroup`. */
  readonly tests: SettledTests;
  startGroup(): void;
  settledWithoutGuard(): boolean;
  /** Whether anything was reported or is to be. */
  hasErrors(): boolean;
  /** Reports everything, with tests that never hold in any group. */
  flush(report: Report, groups: number): void;
}

/** Fresh {@link EnvironmentReports}. */
export function createEnvironmentReports(): EnvironmentReports {
  const gathered = new Map<string, GatheredReport>();
  // Undefined for a test that can hold somewhere, and then for good.
  const tests = new Map<Expression, TestComplaint | undefined>();
  const unknown = new Map<Name, UnknownAttribute>();
  let unguarded = false;
  let group = 0;
  return {
    reportFor: (describe) => (code, span, message, details) => {
      // A rule that is too large is so once, wherever the checker ran into it.
      const key = code === "POL2030" ? code : `${span.file}|${span.start}|${span.end}|${code}`;
      const known = gathered.get(key);
      if (known) {
        known.environments.push(describe());
        known.isOne &&= known.message === message;
      } else gathered.set(key, { code, span, message, details, environments: [describe()], isOne: true });
    },
    tests: {
      possible(node) {
        tests.set(node, undefined);
      },
      never(node, complaint) {
        if (!complaint.guard) unguarded = true;
        const known = tests.get(node);
        if (!tests.has(node) || known?.noParty) tests.set(node, complaint);
      },
      unknown(name, complaint) {
        const known = unknown.get(name) ?? { complaint, groups: new Set() };
        unknown.set(name, known);
        known.groups.add(group);
      },
    },
    startGroup() {
      unguarded = false;
      group++;
    },
    settledWithoutGuard: () => unguarded,
    hasErrors: () => gathered.size > 0 || [...tests.values()].some(isError),
    flush(report, groups) {
      for (const entry of gathered.values()) {
        report(entry.code, entry.span, entry.message, withEnvironments(entry, groups));
      }
      const said = new Set([...gathered.values()].map(({ message }) => message));
      for (const [name, { complaint, groups: lacking }] of unknown) {
        // One missing declaration is one mistake, wherever the rule reads it again.
        if (lacking.size < groups || said.has(complaint.message)) continue;
        said.add(complaint.message);
        say(report, name, complaint);
      }
      if (gathered.size > 0) return;
      for (const [node, complaint] of tests) {
        if (complaint) say(report, node, complaint);
      }
    },
  };
}

function say(report: Report, node: Expression | Name, complaint: TestComplaint): void {
  report(complaint.code, node.span, complaint.message, detailsOf(complaint));
}

function isError(complaint: TestComplaint | undefined): boolean {
  return complaint !== undefined && complaint.code !== "POL2026";
}

function detailsOf({ help, fix }: TestComplaint): DiagnosticDetails {
  return { ...(help !== undefined && { help }), ...(fix !== undefined && { fix }) };
}

/** What mends a rule for some of its environments may break it for the others. */
function withEnvironments(entry: GatheredReport, groups: number): DiagnosticDetails {
  const { fix, ...details } = entry.details ?? {};
  const unique = [...new Set(entry.environments)];
  const isEverywhere = unique.length >= groups || groups <= 1;
  if (isEverywhere) return { ...details, ...(entry.isOne && fix !== undefined && { fix }) };
  const [first, ...others] = unique;
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  const where = `for ${first}${more}`;
  return { ...details, label: details.label === undefined ? where : `${details.label}, ${where}` };
}
