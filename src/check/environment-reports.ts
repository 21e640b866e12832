import type { DiagnosticCode, DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Span } from "../source/span.js";
import type { Expression } from "../syntax/ast.js";
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
  let unguarded = false;
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
    },
    startGroup() {
      unguarded = false;
    },
    settledWithoutGuard: () => unguarded,
    hasErrors: () => gathered.size > 0 || [...tests.values()].some(isError),
    flush(report, groups) {
      for (const entry of gathered.values()) {
        report(entry.code, entry.span, entry.message, withEnvironments(entry, groups));
      }
      if (gathered.size > 0) return;
      for (const [node, complaint] of tests) {
        if (complaint) report(complaint.code, node.span, complaint.message, detailsOf(complaint));
      }
    },
  };
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
