import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant } from "../../check/typed-policy-set.js";
import { evaluate } from "../../interpret/evaluate.js";
import type { ReadRequest } from "../../interpret/read-request.js";
import type { BodyCall, RuleBody } from "../../ir/decision-graph.js";
import { lowerValue } from "../../ir/lower-expression.js";
import type { ValueNode } from "../../ir/node.js";
import { sameScalar } from "../../ir/node-table.js";
import type { Point } from "../analysis.js";
import { sameNode } from "./same-node.js";
import { UnsharedTable } from "./unshared-table.js";

/** Whether two sides say the same. */
export type Sameness = "same" | "different" | "unknown";

/** Whether the obligations and remedies of a body are those of the rule, argument by argument. */
export function compareCalls({ clauses, obligations }: RuleVariant, body: RuleBody, point: Point): Sameness {
  const remedies = clauses.flatMap(({ remedy }) => remedy ?? []);
  // Most rules have none on either side.
  if (obligations.length + remedies.length + body.obligations.length + body.remedies.length === 0)
    return "same";
  return worst([
    ...compareAll(obligations, body.obligations, point),
    ...compareAll(remedies, body.remedies, point),
  ]);
}

interface WrittenCall {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: TypedExpression }[];
}

function compareAll(
  written: readonly WrittenCall[],
  lowered: readonly BodyCall[],
  point: Point,
): readonly Sameness[] {
  if (written.length !== lowered.length) return ["different"];
  return written.flatMap((call, index) => {
    const other = lowered[index];
    if (other?.name !== call.name || other.arguments.length !== call.arguments.length) return ["different"];
    return call.arguments.map(({ name, value }, at): Sameness => {
      const argument = other.arguments[at];
      return argument?.name === name ? compareValue(value, argument.value, point) : "different";
    });
  });
}

/** What is not plainly the same is calculated, if no request is needed for it. */
function compareValue(written: TypedExpression, lowered: ValueNode, point: Point): Sameness {
  if (sameNode(lowerValue(new UnsharedTable(), written), lowered, point)) return "same";
  if (lowered.kind !== "constant" || readsRequest(written)) return "unknown";
  const value = evaluate(written, { request: noRequest, principal: point.principal, variables: new Map() });
  const isScalar = typeof value === "number" || typeof value === "string" || typeof value === "boolean";
  return isScalar && sameScalar(value, lowered.value) ? "same" : "different";
}

function readsRequest(expression: TypedExpression): boolean {
  return expression.kind === "root" || childrenOf(expression).some(readsRequest);
}

const noRequest: ReadRequest = {
  types: { subject: "", actor: undefined, target: { action: "" } },
  subject: { kind: "entity", type: "", id: "", properties: new Map(), ancestors: [] },
  actor: undefined,
  resource: undefined,
  context: new Map(),
  args: { value: new Map(), json: {} },
  relations: () => "unknown",
};

function worst(all: readonly Sameness[]): Sameness {
  if (all.includes("different")) return "different";
  return all.includes("unknown") ? "unknown" : "same";
}
