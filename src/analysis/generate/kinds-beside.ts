import type { Environment } from "../../ir/decision-graph.js";
import { groupBy } from "../../util/group-by.js";
import type { ShownRequest } from "./shown-request.js";

/** What the sentence of a rule names: who asks, the action, the type of the resource. */
export type ScopeAspect = "principal" | "action" | "resource";

/** The types and the action that a request names. */
export interface KindOfRequest {
  readonly subject: string;
  readonly actor: string | undefined;
  readonly action: string;
  readonly resource: string | undefined;
}

/** The kind of a request. */
export function kindOf({ read }: ShownRequest): KindOfRequest {
  const { subject, actor, target } = read.types;
  return { subject, actor, action: target.action, resource: target.resource };
}

/** The kind of an environment's requests. */
export function kindOfEnvironment({ subject, actor, action, resource }: Environment): KindOfRequest {
  return { subject: subject.type, actor: actor?.type, action, resource };
}

/** A text for a kind. */
export function kindKey({ subject, actor, action, resource }: KindOfRequest): string {
  return JSON.stringify([subject, actor, action, resource]);
}

/** The environments whose kind differs from one in an aspect and in nothing else, in the graph's order. */
export type KindsBeside = (kind: KindOfRequest, aspect: ScopeAspect) => readonly Environment[];

/** Finds them among those of a graph. */
export function kindsBeside(environments: readonly Environment[]): KindsBeside {
  const indexBy = (aspect: ScopeAspect) =>
    groupBy(environments, (environment) => keyWithout(aspect, kindOfEnvironment(environment)));
  const indices = {
    principal: indexBy("principal"),
    action: indexBy("action"),
    resource: indexBy("resource"),
  };
  return (kind, aspect) =>
    (indices[aspect].get(keyWithout(aspect, kind)) ?? []).filter(
      (environment) => !agreeIn(aspect, kindOfEnvironment(environment), kind),
    );
}

/** Whether two kinds are the same in an aspect. */
export function agreeIn(aspect: ScopeAspect, one: KindOfRequest, other: KindOfRequest): boolean {
  switch (aspect) {
    case "principal":
      return one.subject === other.subject && one.actor === other.actor;
    case "action":
      return one.action === other.action;
    case "resource":
      return one.resource === other.resource;
  }
}

/** A kind with what another one has in an aspect. */
export function withAspect(aspect: ScopeAspect, kind: KindOfRequest, other: KindOfRequest): KindOfRequest {
  switch (aspect) {
    case "principal":
      return { ...kind, subject: other.subject, actor: other.actor };
    case "action":
      return { ...kind, action: other.action };
    case "resource":
      return { ...kind, resource: other.resource };
  }
}

function keyWithout(aspect: ScopeAspect, { subject, actor, action, resource }: KindOfRequest): string {
  switch (aspect) {
    case "principal":
      return JSON.stringify([action, resource]);
    case "action":
      return JSON.stringify([subject, actor, resource]);
    case "resource":
      return JSON.stringify([subject, actor, action]);
  }
}
