import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import { invariant } from "../util/invariant.js";
import { type Code, indented, js, lines } from "./code.js";
import { emitDecision } from "./emit-decision.js";
import { emitArgumentReading, emitReading } from "./emit-reading.js";
import type { EnvironmentContext } from "./environment-context.js";

/** The parameters of every environment's function. */
const parameters = [js`report`, js`args`, js`context`, js`subject`, js`actor`, js`resource`];

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

/** Emits the function that reads an action's arguments alone, from its parameters on. */
export function emitArgumentsFunction(context: EnvironmentContext, action: ActionSchema): Code {
  const body = [...emitArgumentReading(context, action), js`return false;`];
  return lines([js`(report, args) {`, indented(lines(body)), js`}`]);
}
