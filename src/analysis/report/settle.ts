import type { RuleBody } from "../../ir/decision-graph.js";
import type { Decision } from "../../runtime/decision.js";
import { type Analysis, ask, noneMatches, type Point, someMatches } from "../analysis.js";
import { and, type Formula, or } from "../encode/formula.js";
import type { JsonObject } from "../solve/build-request.js";

/** A request and what the interpreter decides. */
export interface Witness {
  readonly request: JsonObject;
  readonly decision: Decision;
}

/** Whether there is a request as asked for. */
export type Found =
  | { readonly kind: "found"; readonly witness: Witness }
  | { readonly kind: "none" | "unknown" };

/** What a question is asked about: principals of one kind of request, and what is to be so of each or of one of them. */
export interface Question {
  readonly analysis: Analysis;
  readonly sides: readonly Point[];
  /** Whether a decision is what is searched for. */
  readonly isSought: (decision: Decision) => boolean;
  /** Is told of every request that is found on the way. */
  readonly observe: (witness: Witness) => void;
}

/** How many requests are looked at before all rules are taken in at once. */
const patience = 12;

/** Rules in the way of an earlier request, of one side. */
type InTheWay = ReadonlyMap<Point, Set<RuleBody>>;

/**
 * Searches for a request for which every principal has an allow and no deny. Only denies that were in the way of an earlier request are
 * asked to stay away, and first the allows that ask for least are tried alone: mostly that is enough.
 */
export function findAllowed(question: Question): Found {
  const { sides } = question;
  if (sides.some(({ scope }) => scope.allows.length === 0)) return { kind: "none" };
  const searchBy = (allowsAt: (point: Point) => readonly RuleBody[]) =>
    searchAround(question, {
      rivals: (point) => point.scope.denies,
      goal: (against) =>
        and(...sides.map((point) => and(someMatches(point, allowsAt(point)), away(point, against)))),
    });
  const simple = searchBy(simplestAllow);
  const isAll = sides.every(({ scope }) => scope.allows.length === 1);
  return isAll || simple.kind === "found" ? simple : searchBy(({ scope }) => scope.allows);
}

function simplestAllow({ scope: { allows } }: Point): readonly RuleBody[] {
  const sorted = [...allows].sort((left, right) => left.clauses.length - right.clauses.length);
  return sorted.slice(0, 1);
}

/** Searches for a request for which some principal has a deny, or no allow. */
export function findDenied(question: Question): Found {
  const { sides } = question;
  return searchAround(question, {
    rivals: (point) => point.scope.allows,
    goal: (against) =>
      or(...sides.flatMap((point) => [away(point, against), someMatches(point, point.scope.denies)])),
  });
}

/** That none of the rules matches that were in the way. */
function away(point: Point, against: InTheWay): Formula {
  return noneMatches(point, [...(against.get(point) ?? [])]);
}

interface Search {
  /** The rules that can be in the way. */
  readonly rivals: (point: Point) => readonly RuleBody[];
  /** What to ask for, by those that are known to be. It is true of all that is searched for. */
  readonly goal: (against: InTheWay) => Formula;
}

function searchAround(question: Question, search: Search): Found {
  const { sides, isSought } = question;
  const against: InTheWay = new Map(sides.map((point) => [point, new Set<RuleBody>()]));
  for (let round = 0; ; round += 1) {
    const inTheWay = (decision: Decision) =>
      sides.map((point) => ({ point, bodies: newRivals(search, against, point, decision) }));
    const found = find(
      question,
      search.goal(against),
      (decision) => isSought(decision) || inTheWay(decision).some(({ bodies }) => bodies.length > 0),
    );
    if (found.kind !== "found" || isSought(found.witness.decision)) return found;
    for (const { point, bodies } of inTheWay(found.witness.decision))
      for (const body of round < patience ? bodies : search.rivals(point)) against.get(point)?.add(body);
  }
}

/** The rules that decide otherwise than what is searched for, and are not yet asked to stay away. */
function newRivals(
  { rivals }: Search,
  against: InTheWay,
  point: Point,
  decision: Decision,
): readonly RuleBody[] {
  const deciding = new Set(decision[point.principal]?.rules);
  const known = against.get(point);
  return rivals(point).filter((body) => deciding.has(body.rule.id) && !known?.has(body));
}

function find(
  { analysis, sides: [point], observe }: Question,
  goal: Formula,
  confirms: (decision: Decision) => boolean,
): Found {
  if (point === undefined) return { kind: "unknown" };
  let decision: Decision | undefined;
  const answer = ask(analysis, point, goal, (replay) => {
    decision = replay.decision;
    return confirms(replay.decision);
  });
  if (answer.kind !== "found" || decision === undefined)
    return { kind: answer.kind === "none" ? "none" : "unknown" };
  const witness = { request: answer.request, decision };
  observe(witness);
  return { kind: "found", witness };
}
