import type { Environment } from "../ir/decision-graph.js";
import { type Code, js } from "./code.js";
import { emitDecision } from "./emit-decision.js";
import { emitReading } from "./emit-reading.js";
import { actionOf, type EnvironmentContext, environmentFunction } from "./environment-context.js";

/**
 * Emits the function of one kind of request, from its parameters on: reads each relevant attribute once, checks it, and asks the rules.
 * One text serves `mayAllow` and `decide`; the report tells which of them asks. `rules` are parameters for functions of
 * rules, where it is given some: they are read when all else has been emitted.
 */
export function emitEnvironment(
  context: EnvironmentContext,
  environment: Environment,
  rules: readonly Code[] = [],
): Code {
  const action = actionOf(context, environment);
  const body = [...emitReading(context, environment, action), ...emitDecision(context, environment, action)];
  return environmentFunction([...environmentParameters(environment), ...rules], body);
}

/** The parameters of an environment's function: the report, arguments, context and parties as the request has them. */
export function environmentParameters(environment: Environment): readonly Code[] {
  return [js`report`, js`given`, js`context`, ...environmentParties(environment)];
}

/** The parties to the requests of an environment, as parameters. */
export function environmentParties({ resource, actor }: Environment): readonly Code[] {
  return [
    js`subject`,
    ...(actor === undefined ? [] : [js`actor`]),
    ...(resource === undefined ? [] : [js`resource`]),
  ];
}
