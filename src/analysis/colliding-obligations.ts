import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { BodyCall, RuleBody } from "../ir/decision-graph.js";
import type { EqualsNode, RootName, RootNode, ValueNode } from "../ir/node.js";
import type { NodeTable } from "../ir/node-table.js";
import { createRewriter } from "../ir/rewriter.js";
import type { Type } from "../types/type.js";
import { type Analysis, matches, type Point, type Replay, sketch } from "./analysis.js";
import { askFor } from "./ask-for.js";
import { and, type Formula, no, or, yes } from "./encode/formula.js";
import { slotKind } from "./encode/place.js";
import { pointPlaces } from "./point-places.js";
import { printTestBlock } from "./print-test-block.js";
import { kindsByAction, requestAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { byPlace } from "./rule-words.js";

/**
 * POL3014: an obligation that applies once and that two rules ask for with different values, of a request that would be allowed.
 *
 * Law: there is a request that each party is allowed, that both rules match, and of which the two values differ. Such a request is denied
 * as `obligation_error`. Where nothing is reported and nothing is unknown, no values can collide. One report for each rule, the later one.
 */
export function findCollidingObligations(analysis: Analysis): readonly Diagnostic[] {
  const found = new Map<TypedRule, Diagnostic>();
  for (const kind of [...kindsByAction(analysis).values()].flat()) {
    for (const [first, second] of pairsOf(demandsOf(analysis, kind))) {
      const [earlier = first.body.rule, later = second.body.rule] = byPlace([
        first.body.rule,
        second.body.rule,
      ]);
      if (found.has(later)) continue;
      const collision = knownCollision(analysis, kind, first, second);
      if (collision !== undefined)
        found.set(later, collidingObligations(analysis, first.call.name, earlier, later, collision));
    }
  }
  return [...found.values()];
}

/** An obligation that a rule asks for, of one party to a request. */
interface Demand {
  readonly side: Point;
  readonly body: RuleBody;
  readonly call: BodyCall;
}

/** What rules demand that may apply once only. */
function demandsOf({ policySet }: Analysis, { sides }: RequestKind): readonly Demand[] {
  const demands = sides.flatMap((side) =>
    side.scope.obliges.flatMap((body) => body.obligations.map((call) => ({ side, body, call }))),
  );
  return demands.filter(({ call }) => policySet.obligations.get(call.name)?.once === true);
}

/** Every two demands for the same obligation. */
function pairsOf(demands: readonly Demand[]): readonly (readonly [Demand, Demand])[] {
  return demands.flatMap((first, index) =>
    demands
      .slice(index + 1)
      .flatMap((second) => (first.call.name === second.call.name ? [[first, second] as const] : [])),
  );
}

type Collision = Extract<ReturnType<typeof askFor>, { readonly kind: "found" }>;

/** Whether two demands collide: of most it is kept that they do not. */
function knownCollision(
  analysis: Analysis,
  kind: RequestKind,
  first: Demand,
  second: Demand,
): Collision | undefined {
  const name = `collision ${pointPlaces(kind.environment).kind} ${demandName(first)} ${demandName(second)}`;
  return analysis.units.remember(name, {
    compute: () => collisionOf(analysis, kind, first, second),
    freeze: (collision) => collision === undefined,
    thaw: (isNone) => (isNone === true ? { found: undefined } : undefined),
  });
}

function demandName({ side: { principal }, body: { rule, obligations }, call }: Demand): string {
  return `${principal} ${obligations.indexOf(call)} ${rule.id}`;
}

function collisionOf(
  analysis: Analysis,
  kind: RequestKind,
  first: Demand,
  second: Demand,
): Collision | undefined {
  const differ = or(...differences(analysis.graph.table, first, second));
  if (differ === no) return undefined;
  const both = and(...[first, second].map(({ side, body }) => matches(side, body)), differ);
  // Of most pairs it is soon seen that no request is both rules', whatever else is said of it.
  if (sketch(analysis, first.side, both, () => true).kind === "none") return undefined;
  const goal = and(requestAllowed(kind), both);
  const answer = askFor(analysis, first.side, goal, (replay) =>
    collide(replay, [first.body.rule, second.body.rule]),
  );
  return answer.kind === "found" ? answer : undefined;
}

/** Whether a request is denied for what these rules oblige to. */
function collide({ decision }: Replay, rules: readonly TypedRule[]): boolean {
  const blamed = decision.errors.filter(({ where }) => where === "obligation").map(({ rule }) => rule);
  return decision.reason === "obligation_error" && rules.every(({ id }) => blamed.includes(id));
}

/** Formulas of which one holds where the arguments of two demands differ. Where none can say it exactly, it is left open. */
function differences(table: NodeTable, first: Demand, second: Demand): readonly Formula[] {
  const [left, right] = [argumentsOf(table, first), argumentsOf(table, second)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.map((name) => {
    const [one, other] = [left.get(name), right.get(name)];
    if (one === undefined || other === undefined) return yes;
    if (one.value === other.value) return no;
    if (one.value.kind === "constant" && other.value.kind === "constant") return yes;
    if (!isPlainScalar(one.type) || !isPlainScalar(other.type)) return yes;
    const operands = { left: one.value, right: other.value };
    const equals = table.node<EqualsNode>({ kind: "equals", equality: "strict", ...operands });
    return first.side.encoder.truthOf(equals).fails;
  });
}

interface Argument {
  readonly type: Type;
  readonly value: ValueNode;
}

/** The arguments of a demand by name, with the party itself written by its name, so that they mean the same to both parties. */
function argumentsOf(table: NodeTable, { side, call }: Demand): ReadonlyMap<string, Argument> {
  const { principal } = side;
  const rewriter = createRewriter(table, (node) =>
    node.kind === "root" && node.name === "principal" ? rootOf(table, principal) : node,
  );
  return new Map(
    call.arguments.map(({ name, type, value }) => [name, { type, value: rewriter.value(value) }]),
  );
}

function rootOf(table: NodeTable, name: RootName): RootNode {
  return table.node<RootNode>({ kind: "root", name });
}

/** Whether two values of a type are the same iff they are strictly equal. */
function isPlainScalar(type: Type): boolean {
  return slotKind(type) !== undefined && type.kind !== "Url" && type.kind !== "Cidr";
}

function collidingObligations(
  { policySet }: Analysis,
  name: string,
  earlier: TypedRule,
  later: TypedRule,
  { request, replay }: Collision,
): Diagnostic {
  const test = printTestBlock(policySet, `two values of ${name}`, request, replay.decision);
  const isOne = earlier === later;
  return createDiagnostic(
    "POL3014",
    later.heading,
    isOne
      ? `rule \`${later.id}\` can ask for two values of \`${name}\`, which applies once`
      : `rules \`${earlier.id}\` and \`${later.id}\` can ask for different values of \`${name}\`, which applies once`,
    {
      label: "such a request is denied",
      ...(!isOne && {
        related: [{ span: earlier.heading, message: `\`${earlier.id}\` asks for the other value` }],
      }),
      help: `let the rules exclude each other; this request is denied, and would be allowed otherwise:\n${test.trimEnd()}`,
      witness: { request },
    },
  );
}
