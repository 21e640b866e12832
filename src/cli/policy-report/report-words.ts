import type { AssertionVerdict } from "../../analysis/assertions.js";
import type { Side } from "../../analysis/report/access.js";
import { type AccessRow, isReachable } from "../../analysis/report/access-matrix.js";
import type { PrincipalEnvironment, TypedRule } from "../../check/typed-policy-set.js";
import { indexFile } from "../../diagnostics/code-frame.js";
import { locationOf } from "../../diagnostics/render-text.js";
import type { Span } from "../../source/span.js";
import { printSegments } from "../../syntax/print-string.js";
import { assertNever } from "../../util/invariant.js";
import type { ReportContext } from "./report-context.js";

/** `postgres.query`, as Pol has it. */
export function actionWords(name: string): string {
  return printSegments(name.split(".").map((text) => ({ text })));
}

/** `postgres.query on Database`, as a sentence of Pol has it. */
export function rowWords({ action, resources }: AccessRow): string {
  const words = actionWords(action.name);
  return resources === undefined ? words : `${words} on ${resources.join(", ")}`;
}

/** A principal and the part that it plays. */
export function sideWords({ type, role, other }: PrincipalEnvironment): string {
  switch (role) {
    case "alone":
      return type;
    case "actor":
      return `${type}, acting for ${other}`;
    case "subject":
      return `${type}, for whom ${other} acts`;
    default:
      return assertNever(role);
  }
}

/** What is said where a verdict is missing. */
export const unknownWords = "This could not be settled: a limit was reached, or obligations may fail.";

/** Why there is no condition to show; undefined where there is one. */
export function settledWords({ verdict, conditions }: Side): string | undefined {
  if (verdict === "always" || conditions.clauses === "") return "in any case";
  if (conditions.allows.length === 0) return "never: no rule allows it";
  if (verdict === "never") return "never: what rules allow here is denied in any case";
  return undefined;
}

/** What a rule obliges to; empty for one that does not. */
export function obligationNames({ variants }: TypedRule): readonly string[] {
  return variants[0]?.obligations.map(({ name }) => name) ?? [];
}

/** Rows that no one can ever be allowed, as is proved. */
export function unreachableRows(rows: readonly AccessRow[]): readonly AccessRow[] {
  return rows.filter((row) => isReachable(row) === false);
}

/** How many actions no one can ever be allowed, whatever they are called on. */
export function countUnreachable(rows: readonly AccessRow[]): number {
  const reachable = new Set(rows.filter((row) => isReachable(row) !== false).map(({ action }) => action));
  return new Set(rows.map(({ action }) => action).filter((action) => !reachable.has(action))).size;
}

/** What became of an assertion, in a word. */
export function assertionWord({ kind }: AssertionVerdict): string {
  return kind === "vacuous" ? "says nothing" : kind;
}

/** Where something stands, as `policies/a.pol:3:14`. */
export function placeWords({ files, displayPath }: ReportContext, span: Span): string {
  const file = files.find(({ path }) => path === span.file);
  const indexed = new Map(file === undefined ? [] : [[file.path, indexFile(file)] as const]);
  return locationOf({ files: indexed, displayPath }, span);
}
