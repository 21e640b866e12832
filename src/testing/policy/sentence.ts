import type { PrincipalEnvironment } from "../../check/typed-policy-set.js";
import { chance, pick, pickAny, some, weighted } from "../choices.js";
import {
  type ActionModel,
  actionName,
  type EnvironmentModel,
  type Generation,
  groupsOf,
  principalEnvironments,
} from "./model.js";
import { sampleIds } from "./names.js";
import { entityLiteral, segmentsText } from "./schema.js";

/** Who may do what on what, as text, and the environments that it describes. */
export interface SentenceHead {
  readonly text: string;
  readonly environments: readonly EnvironmentModel[];
}

interface Part<T> {
  readonly text: string;
  readonly covers: readonly T[];
}

/** A random head of a rule or assertion; every part of it fits some declared action. */
export function generateHead(generation: Generation): SentenceHead {
  const { choices } = generation;
  const principals = principalsPart(generation);
  const actions = actionsPart(generation);
  const resources = chance(choices, 45) ? resourcesPart(generation, actions.covers) : undefined;
  const targets = resources
    ? actions.covers.flatMap((action) =>
        resources.covers
          .filter((type) => action.resources.includes(type))
          .map((resource) => ({ action, resource })),
      )
    : actions.covers.map((action) => ({ action, resource: undefined }));
  return {
    text: `${principals.text} to ${actions.text}${resources ? ` on ${resources.text}` : ""}`,
    environments: principals.covers.flatMap((principal) =>
      targets.map((target) => ({ principal, ...target })),
    ),
  };
}

function principalsPart(generation: Generation): Part<PrincipalEnvironment> {
  const { choices, schema } = generation;
  const principals = [...schema.entities.values()].filter((each) => each.principal).map((each) => each.name);
  if (chance(choices, 20)) {
    return { text: "anyone", covers: principals.flatMap((name) => principalEnvironments(schema, name)) };
  }
  const references = some(choices, principals, 1, 2).map((name) => principalReference(generation, name));
  return {
    text: references.map((each) => each.text).join(", "),
    covers: references.flatMap((each) => each.covers),
  };
}

function principalReference(generation: Generation, name: string): Part<PrincipalEnvironment> {
  const { choices, schema } = generation;
  const environments = principalEnvironments(schema, name);
  const entity = entityReference(generation, name);
  const subject = pickAny(choices, schema.entities.get(name)?.actingFor ?? []);
  const acting = choices.int(0, 9);
  if (acting >= 7 && subject) {
    const covers = environments.filter((each) => each.role === "actor" && each.other === subject);
    return { text: `${entity} acting for ${subject}`, covers };
  }
  if (acting >= 5) {
    return { text: `${entity} acting alone`, covers: environments.filter((each) => each.role === "alone") };
  }
  return { text: entity, covers: environments };
}

/** `User`, `User("a")` or `User in Team("t")`. */
function entityReference({ choices, schema }: Generation, name: string): string {
  const groups = [...groupsOf(schema, name)].filter(
    (group) => group !== name || schema.entities.get(name)?.parents.includes(name),
  );
  const id = (): string => pick(choices, sampleIds);
  const group = pickAny(choices, groups);
  return weighted(choices, [
    [7, name],
    [1, entityLiteral(name, id())],
    [group === undefined ? 0 : 2, `${name} in ${entityLiteral(group ?? name, id())}`],
  ]);
}

function actionsPart({ choices, schema }: Generation): Part<ActionModel> {
  const tags = schema.tags.filter((tag) => schema.actions.some((action) => action.tags.includes(tag)));
  const tag = pickAny(choices, tags);
  const named = some(choices, schema.actions, 1, 2);
  const server = pick(choices, schema.actions).segments[0] ?? "";
  const prefixed = schema.actions.filter(
    (action) => action.segments.length > 1 && action.segments[0] === server,
  );
  return weighted<Part<ActionModel>>(choices, [
    [8, { text: named.map((action) => segmentsText(action.segments)).join(", "), covers: named }],
    [2, { text: "anything", covers: schema.actions }],
    ...(tag !== undefined
      ? [[3, { text: tag, covers: schema.actions.filter((action) => action.tags.includes(tag)) }] as const]
      : []),
    ...(prefixed.length > 0 ? [[2, { text: `${segmentsText([server])}.*`, covers: prefixed }] as const] : []),
  ]);
}

function resourcesPart(generation: Generation, actions: readonly ActionModel[]): Part<string> | undefined {
  const { choices } = generation;
  if (!actions.every((action) => action.resources.length > 0)) return undefined;
  const shared = actions[0]?.resources.filter((type) =>
    actions.every((action) => action.resources.includes(type)),
  );
  const types = some(choices, shared ?? [], 1, 2);
  if (types.length === 0) return undefined;
  return { text: types.map((type) => entityReference(generation, type)).join(", "), covers: types };
}

/** The names of actions that a head covers, sorted. */
export function coveredActions(head: SentenceHead): readonly string[] {
  return [...new Set(head.environments.map((each) => actionName(each.action)))].sort();
}
