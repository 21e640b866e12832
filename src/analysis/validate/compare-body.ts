import { evaluateTruth } from "../../interpret/evaluate.js";
import { readRequest } from "../../interpret/read-request.js";
import { failure } from "../../interpret/value.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import type { GraphNode, JunctionNode, SettledNode, TestNode } from "../../ir/node.js";
import { operandsOf } from "../../ir/operands.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Analysis, findBeside, type Point } from "../analysis.js";
import { and, type Formula, negate } from "../encode/formula.js";
import { type Answer, findRequest } from "../solve/find-request.js";
import { shortBudget } from "../solve/search-budget.js";
import { compareCalls } from "./compare-calls.js";
import { raiseNode } from "./raise-node.js";
import { sameNode } from "./same-node.js";
import { UnsharedTable } from "./unshared-table.js";
import type { WrittenVariant } from "./variant-index.js";
import { writtenCondition } from "./written-condition.js";

/** A rule as it is typed at a point, and what the graph has of it there. */
export interface ComparedBody {
  readonly analysis: Analysis;
  readonly point: Point;
  readonly written: WrittenVariant;
  /** Undefined where the graph says that the rule matches nothing. */
  readonly body: RuleBody | undefined;
}

/** What is known of a body; `searched` if it took a search. */
export interface BodyVerdict {
  readonly kind: "proved" | "sampled" | "fault";
  readonly searched: boolean;
  readonly request?: JsonObject;
}

/** Whether a body says what the rule says: plainly, or by proof, or at least on the requests that it is tried on. It is proved as long as questions are left. */
export function compareBody(compared: ComparedBody): BodyVerdict {
  const { analysis, point, written, body } = compared;
  const calls = body === undefined ? "same" : compareCalls(written.variant, body, point);
  if (calls === "different") return { kind: "fault", searched: false };
  const condition = writtenCondition(written.variant);
  const claims = claimsOf(body).filter((claim) => !isPlain(condition, claim, point));
  const mayProve = analysis.budget.questions > 0;
  let sampled = calls === "unknown";
  if (claims.length === 0) return { kind: sampled ? "sampled" : "proved", searched: false };
  for (const claim of claims) {
    const verdict = settle(compared, claim, condition, mayProve);
    if (verdict.kind === "fault") return verdict;
    sampled ||= verdict.kind === "sampled";
  }
  return { kind: sampled ? "sampled" : "proved", searched: true };
}

/** A test that stands for the rule, and whether it is relied on never to be an error. */
interface Claim {
  readonly test: TestNode;
  readonly canErr: boolean;
}

/** The condition as a whole decides what a rule is printed as; what is printed are its clauses, unless the condition is settled. */
function claimsOf(body: RuleBody | undefined): readonly Claim[] {
  const table = new UnsharedTable();
  if (body === undefined)
    return [{ test: table.node<SettledNode>({ kind: "settled", value: false }), canErr: true }];
  const { condition, clauses } = body;
  const whole = { test: condition, canErr: condition.canErr };
  const operands = clauses.map(({ test }) => test);
  if (condition.kind === "settled" || isJoined(condition, operands)) return [whole];
  const printed = table.node<JunctionNode>({ kind: "and", operands });
  return [whole, { test: printed, canErr: condition.canErr }];
}

/** Whether a condition is its clauses and nothing else: what is shown of it is shown of them. */
function isJoined(condition: TestNode, clauses: readonly TestNode[]): boolean {
  if (clauses.length === 1) return clauses[0] === condition;
  if (condition.kind !== "and" || condition.operands.length !== clauses.length) return false;
  return condition.operands.every((operand, index) => operand === clauses[index]);
}

function isPlain(written: TestNode, { test, canErr }: Claim, point: Point): boolean {
  return sameNode(written, test, point) && (canErr || !mayErr(test));
}

/** Whether arithmetic that can leave the safe integers stands in it, other than where only presence is asked for. */
function mayErr(node: GraphNode): boolean {
  if (node.kind === "present" || sound.has(node)) return false;
  if ((node.kind === "arithmetic" && !node.safe) || operandsOf(node).some(mayErr)) return true;
  sound.add(node);
  return false;
}

/** Nodes that cannot be an error. Rules share most of theirs. */
const sound = new WeakSet<GraphNode>();

/** Requests on which what is written and what the graph says are not the same. */
function differences({ encoder }: Point, written: TestNode, { test, canErr }: Claim): readonly Formula[] {
  const own = encoder.truthOf(written);
  const graph = encoder.truthOf(test);
  return [
    and(own.holds, negate(graph.holds)),
    and(graph.holds, negate(own.holds)),
    and(own.fails, negate(graph.fails)),
    and(graph.fails, negate(own.fails)),
    ...(canErr ? [] : [and(negate(own.holds), negate(own.fails))]),
  ];
}

/** Requests of either kind, for want of a proof. */
function samples({ encoder }: Point, { test }: Claim): readonly Formula[] {
  const { holds, fails } = encoder.truthOf(test);
  return [holds, fails];
}

/** Asks for each difference until one is neither found nor ruled out; then tries the samples. */
function settle(compared: ComparedBody, claim: Claim, written: TestNode, mayProve: boolean): BodyVerdict {
  const { point } = compared;
  let isProved = mayProve;
  for (const goal of mayProve ? differences(point, written, claim) : []) {
    const answer = findBeside(compared.analysis, point.encoder, goal, () => true);
    const shown = shownBy(compared, claim, answer);
    if (shown) return { kind: "fault", searched: true, request: shown };
    isProved &&= answer.kind === "none";
  }
  for (const goal of isProved ? [] : samples(point, claim)) {
    const answer = findRequest(point.encoder, goal, () => true, { budget: shortBudget });
    const shown = shownBy(compared, claim, answer);
    if (shown) return { kind: "fault", searched: true, request: shown };
  }
  return { kind: isProved ? "proved" : "sampled", searched: true };
}

/** The request that was found, if the graph is wrong about it: if it is right, the question stays open. */
function shownBy(
  { analysis, point, written }: ComparedBody,
  claim: Claim,
  answer: Answer,
): JsonObject | undefined {
  if (answer.kind !== "found") return undefined;
  const { request } = answer;
  const policySet = analysis.policySetIn(point.environment);
  const read = readRequest(policySet, request);
  const { outcomes } = analysis.replay(point, request);
  const own = outcomes.find((outcome) => outcome.rule.id === written.rule.id);
  if (own === undefined || !("types" in read)) return undefined;
  const scope = { request: read, principal: point.principal, variables: new Map() };
  const graph = evaluateTruth(raiseNode(claim.test), scope);
  const isWrong = graph !== own.outcome || (graph === failure && !claim.canErr);
  return isWrong ? request : undefined;
}
