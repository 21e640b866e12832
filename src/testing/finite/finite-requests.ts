import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { FinitePlace } from "./finite-place.js";
import type { FiniteRelations } from "./finite-relations.js";
import type { FiniteSet } from "./finite-set.js";

/** Every request of a finite set, but for ids and groups that no rule names. */
export function* finiteRequests(set: FiniteSet): Generator<JsonObject> {
  for (const request of plainRequests(set)) {
    if (set.relations) yield* withEntities(set.relations, request);
    else yield request;
  }
}

/** The request with each entity that a test of a relation may tell apart: those that rules name, and others. */
function* withEntities({ pairs }: FiniteRelations, request: JsonObject): Generator<JsonObject> {
  const ids = pairs.some(({ object }) => object !== "resource") ? ["d", "k"] : ["d"];
  const others = pairs.some(({ subject }) => subject === "args.who") ? ["u", "other", "third"] : [];
  const action = isJsonObject(request.action) ? request.action : {};
  const args = isJsonObject(action.properties) ? action.properties : {};
  for (const id of ids)
    for (const who of [undefined, ...others]) {
      const properties = who === undefined ? args : { ...args, who: { type: "User", id: who } };
      yield { ...request, action: { ...action, properties }, resource: { ...resourceOf(request), id } };
    }
}

function resourceOf({ resource }: JsonObject): JsonObject {
  return isJsonObject(resource) ? resource : {};
}

function* plainRequests({ places, delegated }: FiniteSet): Generator<JsonObject> {
  const actors = delegated ? [undefined, { type: "Agent", id: "agent" }] : [undefined];
  for (const values of combinations(places)) {
    const members = (root: FinitePlace["root"]): JsonObject => membersOf(places, values, root);
    for (const id of ["u", "other"]) {
      for (const ancestors of [[], [{ type: "Team", id: "t" }]]) {
        for (const actor of actors) {
          yield {
            subject: { type: "User", id, properties: members("subject"), ancestors },
            ...(actor && { actor }),
            action: { name: "go", properties: members("args") },
            resource: { type: "Doc", id: "d", properties: members("resource") },
            context: members("context"),
          };
        }
      }
    }
    if (delegated) yield agentAlone(members);
  }
}

function agentAlone(members: (root: FinitePlace["root"]) => JsonObject): JsonObject {
  return {
    subject: { type: "Agent", id: "agent" },
    action: { name: "go", properties: members("args") },
    resource: { type: "Doc", id: "d", properties: members("resource") },
    context: members("context"),
  };
}

function* combinations(places: readonly FinitePlace[]): Generator<readonly unknown[]> {
  const [first, ...rest] = places;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const value of first.values) for (const others of combinations(rest)) yield [value, ...others];
}

function membersOf(
  places: readonly FinitePlace[],
  values: readonly unknown[],
  root: FinitePlace["root"],
): JsonObject {
  const own = places.flatMap((place, index): [string, unknown][] =>
    place.root === root && values[index] !== undefined ? [[place.name, values[index]]] : [],
  );
  return Object.fromEntries(own);
}
