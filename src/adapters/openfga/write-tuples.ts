import type { RelationTuple } from "../../relations/model.js";
import { keyOf, type RelationWrite, type WriteProblem } from "../../relations/relation-store.js";
import { isSlot, problemOfWrite, slotOfTuple } from "../../relations/validate-tuple.js";
import { type EngineWriteResult, RelationEngineError } from "../relations/relation-engine.js";
import { callServer } from "./call-server.js";
import { objectName, subjectName } from "./names.js";
import type { TupleKey } from "./openfga-client.js";
import type { OpenFgaServer } from "./openfga-server.js";

/**
 * Writes all or nothing, by one request.
 *
 * @throws RelationEngineError `refused` for what cannot be written so: then nothing was done. Any other: nobody knows
 */
export async function writeTuples(server: OpenFgaServer, write: RelationWrite): Promise<EngineWriteResult> {
  const wrong = problemOfWrite(write);
  if (wrong !== undefined) return { ok: false, problems: [wrong] };
  const { touch = [], delete: remove = [], require = [], forbid = [] } = write;
  if (require.length + forbid.length > 0)
    throw new RelationEngineError("refused", "OpenFGA has no preconditions of writes");
  const [touched, deleted] = [readTuples(server, touch), readTuples(server, remove)];
  const problems = [...touched.problems, ...deleted.problems, ...contradictions(touched, deleted)];
  if (problems.length > 0) return { ok: false, problems };
  const count = touched.keys.size + deleted.keys.size;
  if (count > server.limits.tuples)
    throw new RelationEngineError(
      "refused",
      `OpenFGA writes ${server.limits.tuples} tuples at once, not ${count}`,
    );
  if (count > 0) await send(server, [...touched.keys.values()], [...deleted.keys.values()]);
  return { ok: true, token: anyToken };
}

/** OpenFGA gives none. Whoever brings this one is answered by what is stored, not by what was remembered. */
const anyToken = "openfga";

interface WrittenTuples {
  /** Those that can be written. */
  readonly tuples: readonly RelationTuple[];
  /** By the tuples' own keys: OpenFGA refuses what stands twice. */
  readonly keys: ReadonlyMap<string, TupleKey>;
  readonly problems: readonly WriteProblem[];
}

function readTuples({ plan }: OpenFgaServer, tuples: readonly RelationTuple[]): WrittenTuples {
  const written: RelationTuple[] = [];
  const keys = new Map<string, TupleKey>();
  const problems: WriteProblem[] = [];
  for (const tuple of tuples) {
    const slot = slotOfTuple(plan, tuple);
    const key = isSlot(slot) ? tupleKey(tuple) : undefined;
    if (!isSlot(slot)) problems.push({ ...slot, tuple });
    else if (key === undefined)
      problems.push({ code: "malformed", message: "an id is longer than OpenFGA takes", tuple });
    else {
      written.push(tuple);
      keys.set(keyOf(tuple), key);
    }
  }
  return { tuples: written, keys, problems };
}

function tupleKey({ subject, relation, object }: RelationTuple): TupleKey | undefined {
  const [user, name] = [subjectName(subject), objectName(object)];
  return user === undefined || name === undefined ? undefined : { user, relation, object: name };
}

function contradictions(touched: WrittenTuples, deleted: WrittenTuples): readonly WriteProblem[] {
  const both = deleted.tuples.filter((tuple) => touched.keys.has(keyOf(tuple)));
  const message = "this tuple is both touched and deleted";
  return both.map((tuple) => ({ code: "contradiction", message, tuple }));
}

async function send(
  server: OpenFgaServer,
  writes: readonly TupleKey[],
  deletes: readonly TupleKey[],
): Promise<void> {
  const body = {
    authorization_model_id: server.modelId,
    ...(writes.length > 0 && {
      writes: { tuple_keys: [...writes], on_duplicate: "ignore" },
    }),
    ...(deletes.length > 0 && {
      deletes: { tuple_keys: [...deletes], on_missing: "ignore" },
    }),
  };
  const limits = { timeout: server.timeout, signal: undefined, isRepeatable: false };
  const { $response } = await callServer(server, limits, (settings) =>
    server.api.write(server.storeId, body, settings),
  );
  if (typeof $response?.data !== "object")
    throw new RelationEngineError("protocol", "OpenFGA: what answered the write is no OpenFGA");
}
