import type { EntityReference } from "../../relations/model.js";
import type { Slot } from "../../relations/relation-plan.js";
import type { SubjectList } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { requireWholeLists, withinListing } from "./listing.js";
import { memberOf } from "./member-of.js";
import { escapeId, objectName, readId } from "./names.js";
import { consistencyOf, type OpenFgaServer } from "./openfga-server.js";

/**
 * Who of a type has the relation to an object.
 *
 * @throws RelationEngineError where they are not all known
 */
export async function listSubjects(
  server: OpenFgaServer,
  object: EntityReference,
  relation: string,
  type: string,
  options: ReadOptions = {},
): Promise<SubjectList> {
  const slot = server.plan.types.get(object.type)?.get(relation);
  if (slot === undefined || !server.plan.types.has(type)) return { ids: [], everyone: false, except: [] };
  requireWholeLists(server, slot);
  requireNoLimit(server, slot);
  const id = escapeId(object.id);
  if (id === undefined || objectName(object) === undefined)
    throw new RelationEngineError("refused", "OpenFGA cannot have an id like the object's");
  const body = {
    object: { type: object.type, id },
    relation,
    user_filters: [{ type }],
    authorization_model_id: server.modelId,
    ...consistencyOf(options),
  };
  const { users } = await withinListing(server, options, (settings) =>
    server.api.listUsers(server.storeId, body, settings),
  );
  const found = readUsers(users, type);
  if (found.length >= server.limits.subjects)
    throw new RelationEngineError("refused", "OpenFGA: there are more subjects than the server lists");
  const everyone = found.includes(undefined);
  if (everyone && server.excluding.has(slot.index))
    throw new RelationEngineError("refused", "OpenFGA does not say who is excepted from everyone");
  const ids = found.filter((user) => user !== undefined);
  return { ids: [...new Set(ids)].sort(), everyone, except: [] };
}

/** The server counts whom it has found to be excluded, too, and does not tell of them. */
function requireNoLimit({ excluding, limits }: OpenFgaServer, { index }: Slot): void {
  if (!excluding.has(index) || limits.subjects === Number.POSITIVE_INFINITY) return;
  throw new RelationEngineError(
    "refused",
    "OpenFGA's lists of subjects of whom some are excluded end without a word, unless the server has no limit",
  );
}

/** Ids; undefined stands for everyone. */
function readUsers(users: unknown, type: string): readonly (string | undefined)[] {
  if (!Array.isArray(users))
    throw new RelationEngineError("protocol", "OpenFGA: there is no list of subjects");
  return users.map((user: unknown) => {
    const [object, wildcard] = [memberOf(user, "object"), memberOf(user, "wildcard")];
    if (memberOf(wildcard, "type") === type) return undefined;
    const written = memberOf(object, "id");
    const id = typeof written === "string" ? readId(written) : undefined;
    if (id !== undefined && memberOf(object, "type") === type) return id;
    throw new RelationEngineError(
      "protocol",
      "OpenFGA: a subject of another form was listed, or of another type",
    );
  });
}
