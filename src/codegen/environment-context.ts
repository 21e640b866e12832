import type { ActionSchema, PolicySet } from "../check/typed-policy-set.js";
import type { Environment, PrincipalInScope } from "../ir/decision-graph.js";
import type { RootName } from "../ir/node.js";
import { invariant } from "../util/invariant.js";
import { type Code, indented, js, lines } from "./code.js";
import type { EmittedAllows } from "./emit-allows.js";
import { type Input, inputName } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import type { Readers } from "./reader-parts.js";
import type { EmittedScope } from "./shared-scopes.js";

/** What the functions of environments are made with. */
export interface EnvironmentContext {
  readonly parts: ModuleParts;
  readonly policySet: PolicySet;
  /** What conclusions name rules by. */
  readonly facts: Code;
  /** The names of the obligations that can apply once only, a Set of the module. */
  readonly once: Code;
  scopeOf(principal: PrincipalInScope, environment: Environment, role: "subject" | "actor"): EmittedScope;
  allowsOf(
    principal: PrincipalInScope,
    environment: Environment,
    role: "subject" | "actor",
  ): EmittedAllows | undefined;
}

/** The readers of what entities and the context have: undeclared members are no concern of anybody. */
export function openReaders({ parts, policySet }: EnvironmentContext): Readers {
  return { parts, entities: policySet.entities, closed: false };
}

/** The readers of arguments. */
export function closedReaders({ parts, policySet }: EnvironmentContext): Readers {
  return { parts, entities: policySet.entities, closed: true };
}

/** The variable that holds an input in the function of an environment. */
export function localOf({ parts }: EnvironmentContext, input: Input): Code {
  return inputName(parts.names, input);
}

/** The action of an environment. */
export function actionOf({ policySet }: EnvironmentContext, { action }: Environment): ActionSchema {
  const schema = policySet.actions.get(action);
  invariant(schema !== undefined, "an environment's action is declared");
  return schema;
}

/** Emits the function of an environment, from its parameters on. */
export function environmentFunction(parameters: readonly Code[], body: readonly Code[]): Code {
  return lines([js`(${parameters}) {`, indented(lines(body)), js`}`]);
}

/** The type of a party to the requests of an environment. */
export function typeOf({ subject, actor, resource }: Environment, root: RootName): string {
  const type = root === "subject" ? subject.type : root === "actor" ? actor?.type : resource;
  invariant(type !== undefined, "an environment has the entities that its rules read");
  return type;
}
