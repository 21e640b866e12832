import { v1 } from "@authzed/authzed-node";
import type { RelationWrite } from "../../relations/relation-store.js";
import { problemOfWrite } from "../../relations/validate-tuple.js";
import { type EngineWriteResult, RelationEngineError } from "../relations/relation-engine.js";
import { failedPreconditions, preconditionsOf } from "./preconditions.js";
import { type ResolvedWrite, resolveWrite } from "./resolve-write.js";
import { callUnary, type SpicedbServer } from "./spicedb-server.js";

const { TOUCH, DELETE } = v1.RelationshipUpdate_Operation;

/**
 * Writes all or nothing, by one call: none is split, so what the server takes at once (1,000 tuples, 1,000 preconditions) is the limit of a write.
 *
 * @throws RelationEngineError `refused` where nothing was done; with any other code nobody knows
 */
export async function writeTuples(server: SpicedbServer, write: RelationWrite): Promise<EngineWriteResult> {
  const wrong = problemOfWrite(write);
  if (wrong !== undefined) return { ok: false, problems: [wrong] };
  const resolved = resolveWrite(server.names, write);
  if (resolved.problems.length > 0) return { ok: false, problems: resolved.problems };
  const end = server.ownWrites.begin();
  try {
    const token = await send(server, resolved);
    end(token);
    return { ok: true, token };
  } catch (error) {
    end();
    const problems = failedPreconditions(resolved, error);
    if (problems !== undefined) return { ok: false, problems };
    throw error;
  }
}

async function send(server: SpicedbServer, write: ResolvedWrite): Promise<string> {
  const request = {
    updates: [
      ...write.touch.map(({ relationship }) => ({ operation: TOUCH, relationship })),
      ...write.delete.map(({ relationship }) => ({ operation: DELETE, relationship })),
    ],
    optionalPreconditions: [...preconditionsOf(write)],
  };
  const { writtenAt } = await callUnary<v1.WriteRelationshipsResponse>(server, {}, (settings, done) =>
    server.client.writeRelationships(request, settings, done),
  );
  if (writtenAt !== undefined) return writtenAt.token;
  throw new RelationEngineError("protocol", "SpiceDB: a write has no token");
}
