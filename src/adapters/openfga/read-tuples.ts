import type { RelationTuple } from "../../relations/model.js";
import { keyOf } from "../../relations/relation-store.js";
import { isSlot, slotOfTuple } from "../../relations/validate-tuple.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { callServer } from "./call-server.js";
import { memberOf } from "./member-of.js";
import { objectName, readObject, readSubject, subjectName } from "./names.js";
import type { TupleKey } from "./openfga-client.js";
import { consistencyOf, type OpenFgaServer } from "./openfga-server.js";

/**
 * The tuples in which all that is given stands. What the model does not allow is left out: a store keeps the tuples of older models, which
 * count in no answer.
 *
 * @throws RelationEngineError
 */
export async function* readTuples(
  server: OpenFgaServer,
  filter: Partial<RelationTuple> = {},
  options: ReadOptions = {},
): AsyncGenerator<RelationTuple> {
  for (const key of tupleKeys(server, filter)) {
    for await (const tuple of readPages(server, key, options))
      if (isSlot(slotOfTuple(server.plan, tuple)) && isWanted(tuple, filter)) yield tuple;
  }
}

/** What to ask for: OpenFGA filters by an object, or by a subject and the type of the objects. Undefined is everything. */
function tupleKeys(
  { plan }: OpenFgaServer,
  { subject, relation, object }: Partial<RelationTuple>,
): readonly (Partial<TupleKey> | undefined)[] {
  const named = relation === undefined ? {} : { relation };
  const user = subject === undefined ? undefined : subjectName(subject);
  const name = object === undefined ? undefined : objectName(object);
  // What OpenFGA cannot have no tuple has.
  if ((subject !== undefined && user === undefined) || (object !== undefined && name === undefined))
    return [];
  const of = user === undefined ? {} : { user };
  if (name !== undefined) return [{ object: name, ...named, ...of }];
  if (user === undefined) return [undefined];
  const types = [...plan.types].filter(([, slots]) => relation === undefined || slots.has(relation));
  return types.map(([type]) => ({ object: `${type}:`, ...named, ...of }));
}

async function* readPages(
  server: OpenFgaServer,
  key: Partial<TupleKey> | undefined,
  options: ReadOptions,
): AsyncGenerator<RelationTuple> {
  let token = "";
  do {
    const body = {
      page_size: pageSize,
      ...(key && { tuple_key: key }),
      ...(token !== "" && { continuation_token: token }),
      ...consistencyOf(options),
    };
    const page = await callServer(
      server,
      { timeout: options.timeout ?? server.timeout, signal: options.signal, isRepeatable: true },
      (settings) => server.api.read(server.storeId, body, settings),
    );
    yield* readPage(page.tuples);
    token = readToken(page.continuation_token, token);
  } while (token !== "");
}

const pageSize = 100;

/** A page that says to go on where it began itself would be read for ever. */
function readToken(token: unknown, before: string): string {
  if (typeof token === "string" && (token === "" || token !== before)) return token;
  throw new RelationEngineError("protocol", "OpenFGA: a page does not say where to go on");
}

function readPage(tuples: unknown): readonly RelationTuple[] {
  if (!Array.isArray(tuples)) throw new RelationEngineError("protocol", "OpenFGA: a page has no tuples");
  return tuples.flatMap((tuple: unknown) => {
    const key = memberOf(tuple, "key");
    return memberOf(key, "condition") ? [] : [readTuple(key)];
  });
}

function readTuple(key: unknown): RelationTuple {
  const [user, relation, name] = ["user", "relation", "object"].map((member) => memberOf(key, member));
  const subject = typeof user === "string" ? readSubject(user) : undefined;
  const object = typeof name === "string" ? readObject(name) : undefined;
  if (subject !== undefined && object !== undefined && typeof relation === "string")
    return { subject, relation, object };
  throw new RelationEngineError("protocol", `OpenFGA: a tuple is of another form: ${JSON.stringify(key)}`);
}

function isWanted(tuple: RelationTuple, filter: Partial<RelationTuple>): boolean {
  return keyOf({ ...tuple, ...filter }) === keyOf(tuple);
}
