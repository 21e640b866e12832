import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { RootName } from "../../ir/node.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import type { Field, Type } from "../../types/type.js";
import { yes } from "./formula.js";
import type { Place } from "./place.js";

/** One kind of request, looked at from one of its principals. */
export interface Viewpoint {
  readonly policySet: PolicySet;
  readonly environment: Environment;
  /** Which of the request's principals `principal` is. */
  readonly principal: PrincipalRole;
}

/** The place that an expression starts from. */
export function rootPlace({ policySet, environment, principal }: Viewpoint, root: RootName): Place {
  const name = root === "principal" ? principal : root;
  return { key: name, type: rootType(policySet, environment, name), presence: yes };
}

function rootType(
  policySet: PolicySet,
  environment: Environment,
  name: Exclude<RootName, "principal">,
): Type {
  switch (name) {
    case "subject":
      return entityType(environment.subject.type);
    case "actor":
      return entityType(environment.actor?.type);
    case "resource":
      return entityType(environment.resource);
    case "context":
      return { kind: "Record", fields: policySet.context, open: true };
    case "args":
      return argumentsType(policySet, environment);
  }
}

function entityType(name: string | undefined): Type {
  return { kind: "Entity", names: name === undefined ? [] : [name] };
}

/** The arguments of an environment's action, as a record. */
export function argumentsType(policySet: PolicySet, { action }: Environment): Type {
  const schema = policySet.actions.get(action);
  return {
    kind: "Record",
    fields: schema?.parameters ?? new Map<string, Field>(),
    open: schema?.open ?? false,
  };
}
