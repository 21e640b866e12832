import type { Environment } from "../ir/decision-graph.js";
import { invariant } from "../util/invariant.js";
import { type Code, indented, js, lines } from "./code.js";
import { emitDecision } from "./emit-decision.js";
import { emitReading } from "./emit-reading.js";
import type { EnvironmentContext } from "./environment-context.js";

/** The parameters of every environment's function. */
const parameters = [js`report`, js`given`, js`context`, js`subject`, js`actor`, js`resource`];

/**
 * Emits the function of one kind of request, from its parameters on: reads each relevant attribute once, checks it, and asks the rules.
 * One text serves `allows`, `mayAllow` and `decide`; the report tells which of them asks.
 */
export function emitEnvironment(context: EnvironmentContext, environment: Environment): Code {
  const action = context.policySet.actions.get(environment.action);
  invariant(action !== undefined, "an environment's action is declared");
  const body = [...emitReading(context, environment, action), ...emitDecision(context, environment, action)];
  return lines([js`(${trimmed(environment)}) {`, indented(lines(body)), js`}`]);
}

/** Parameters from the right on that are not used are left out. */
function trimmed({ resource, actor }: Environment): readonly Code[] {
  return parameters.slice(0, resource !== undefined ? 6 : actor !== undefined ? 5 : 4);
}
