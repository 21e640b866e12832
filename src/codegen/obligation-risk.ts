import type { ObligationSchema } from "../check/typed-policy-set.js";
import type { BodyCall, Environment } from "../ir/decision-graph.js";

/**
 * Whether obligations can turn an allowed request of this kind into a denied one: an argument can err, or two values of one that can
 * apply once only may meet. Elsewhere `allows` need not look at them.
 */
export function isRisky(
  { subject, actor }: Environment,
  obligations: ReadonlyMap<string, ObligationSchema>,
): boolean {
  const scopes = actor === undefined ? [subject.scope] : [subject.scope, actor.scope];
  const calls = scopes.flatMap(({ obliges }) => obliges.flatMap((body) => body.obligations));
  return (
    calls.some(canErr) ||
    calls.some((call) => obligations.get(call.name)?.once === true && !isAlone(call, calls))
  );
}

function canErr(call: BodyCall): boolean {
  return call.arguments.some(({ value }) => value.canErr);
}

/** Whether no other call can ask for the same obligation in another way. */
function isAlone(call: BodyCall, calls: readonly BodyCall[]): boolean {
  return calls.every((other) => other === call || other.name !== call.name || isSameConstant(call, other));
}

function isSameConstant(left: BodyCall, right: BodyCall): boolean {
  const [l, r] = [left.arguments, right.arguments];
  return (
    l.length === r.length &&
    l.every(
      ({ name, value }, index) =>
        value.kind === "constant" && r[index]?.name === name && r[index]?.value === value,
    )
  );
}
