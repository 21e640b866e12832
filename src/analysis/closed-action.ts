import type { ActionSchema } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isImportedFile, isLibraryFile } from "../source/file-names.js";
import { groupBy } from "../util/group-by.js";
import { assertNever } from "../util/invariant.js";
import { alwaysMatches } from "./always-matches.js";
import type { Analysis } from "./analysis.js";
import { plainly } from "./incremental/units.js";
import { allowedRequest, isPlainlyAllowed, kindsByAction, lacksAllow } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { inquireRules, standingIn } from "./rule-standing.js";
import { someNames } from "./some-names.js";

/**
 * POL3011: an action that nobody can ever be allowed.
 *
 * Law: of no kind of request for the action there is one that is allowed. An action that a deny closes outright is closed on purpose, and
 * one whose allows are all dead is told of where they stand. What a server declares and nobody uses is no news where it was imported, and
 * one note for each file and server where a person has declared it.
 */
export function findClosedActions(analysis: Analysis): readonly Diagnostic[] {
  const { rules, actions } = analysis.policySet;
  if (rules.length === 0) return [];
  const closed = [...actions.values()].flatMap((action): readonly ClosedAction[] => {
    if (isLibraryFile(action.span.file)) return [];
    const reason = closedReason(analysis, action);
    return reason === undefined ? [] : [{ action, reason }];
  });
  const groups = groupBy(closed, ({ action, reason }) =>
    JSON.stringify([action.span.file, serverOf(action), reason]),
  );
  return [...groups.values()].flatMap((group) => closedActions(analysis, group));
}

interface ClosedAction {
  readonly action: ActionSchema;
  /** No rule allows it; none allows all parties of a call; those that do are denied or cannot match together. */
  readonly reason: "no allow" | "one party" | "no way";
}

/** Why nobody can be allowed an action, as far as it is worth telling; asked once. */
export function closedReason(analysis: Analysis, action: ActionSchema): ClosedAction["reason"] | undefined {
  return analysis.units.remember(
    `closed ${action.name}`,
    plainly(() => reasonFor(analysis, action)),
  );
}

function reasonFor(analysis: Analysis, { name, span }: ActionSchema): ClosedAction["reason"] | undefined {
  const kinds = kindsByAction(analysis).get(name) ?? [];
  const allows = kinds.flatMap(({ sides }) => sides.flatMap(({ scope }) => scope.allows));
  if (allows.length === 0 && isImportedFile(span.file)) return undefined;
  if (kinds.some((kind) => isPlainlyAllowed(analysis, kind))) return undefined;
  if (
    !kinds.every((kind) => allowedRequest(analysis, kind).kind === "none") ||
    isClosedOutright(analysis, kinds)
  )
    return undefined;
  if (allows.length === 0) return "no allow";
  const inquiry = inquireRules(analysis);
  const isAlive = new Set(["essential", "covered", "unknown"]);
  if (!allows.some(({ rule }) => isAlive.has(standingIn(inquiry, rule) ?? "unknown"))) return undefined;
  return kinds.every(lacksAllow) ? "one party" : "no way";
}

/** Whether some kind of request for an action is denied whatever it says. */
function isClosedOutright(analysis: Analysis, kinds: readonly RequestKind[]): boolean {
  return kinds.some(({ sides }) =>
    sides.some((point) => point.scope.denies.some((deny) => alwaysMatches(analysis, point, deny))),
  );
}

/** What an action's name starts with: of a tool, its server. */
function serverOf({ name }: ActionSchema): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

/** One note on actions that are declared together and closed for one reason. */
function closedActions({ policySet }: Analysis, closed: readonly ClosedAction[]): readonly Diagnostic[] {
  const sorted = [...closed].sort((left, right) => left.action.span.start - right.action.span.start);
  const [first] = sorted;
  if (first === undefined) return [];
  const names = sorted.map(({ action }) => action.name);
  const siblings = [...policySet.actions.values()].filter(
    (action) => serverOf(action) === serverOf(first.action) && action.span.file === first.action.span.file,
  );
  return [
    createDiagnostic(
      "POL3011",
      first.action.span,
      `nobody can ever be allowed ${countedNames(names, siblings.length, serverOf(first.action))}: ${reasonWords(first.reason, names.length > 1)}`,
      {
        label: names.length === 1 ? "always denied" : someNames(names),
        help: helpFor(first.reason),
      },
    ),
  ];
}

/** `` `mail.send` ``, or ``5 of the 7 actions of `mail` ``. */
function countedNames(names: readonly string[], siblings: number, server: string): string {
  if (names.length === 1) return someNames(names);
  return `${names.length} of the ${siblings} actions${server === "" ? "" : ` of \`${server}\``}`;
}

function reasonWords(reason: ClosedAction["reason"], isPlural: boolean): string {
  const them = isPlural ? "them" : "it";
  switch (reason) {
    case "no allow":
      return `no rule allows ${them}`;
    case "one party":
      return `no rule allows ${them} to the one on whose behalf an actor calls`;
    case "no way":
      return "no request satisfies the rules";
    default:
      return assertNever(reason);
  }
}

function helpFor(reason: ClosedAction["reason"]): string {
  switch (reason) {
    case "no allow":
      return "nothing needs to be done if nobody is meant to; a `deny` that is true in any case says so";
    case "one party":
      return "an actor never exceeds the subject it acts for: both need a rule that allows the call";
    case "no way":
      return "each party to a request needs an allow that matches, and no deny that does";
    default:
      return assertNever(reason);
  }
}
