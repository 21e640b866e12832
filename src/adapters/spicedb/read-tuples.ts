import type { v1 } from "@authzed/authzed-node";
import type { RelationTuple, TupleSubject } from "../../relations/model.js";
import type { Slot } from "../../relations/relation-plan.js";
import { keyOf } from "../../relations/relation-store.js";
import { isUserset } from "../../relations/tuple-index.js";
import { isSlot, slotOfTuple } from "../../relations/validate-tuple.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { consistencyOf } from "./consistency.js";
import { filterOf } from "./preconditions.js";
import { callStream, type SpicedbServer } from "./spicedb-server.js";

/**
 * The tuples in which all that is given stands, page by page; the time limit is that of a page. What the model does not allow is left out, and
 * so is what holds on a condition: a server may have more than the model.
 *
 * @throws RelationEngineError
 */
export async function* readTuples(
  server: SpicedbServer,
  filter: Partial<RelationTuple> = {},
  options: ReadOptions = {},
): AsyncGenerator<RelationTuple> {
  for (const wanted of filtersOf(server, filter))
    for await (const relationship of readPages(server, wanted, options)) {
      const tuple = server.names.tuple(relationship);
      if (tuple !== undefined && isSlot(slotOfTuple(server.names.plan, tuple)) && isWanted(tuple, filter))
        yield tuple;
    }
}

/** What to ask for: one filter for each type that may be meant. What SpiceDB cannot have no tuple has. */
function filtersOf(
  { names }: SpicedbServer,
  { subject, relation, object }: Partial<RelationTuple>,
): readonly v1.RelationshipFilter[] {
  const who = subject === undefined ? undefined : names.subject(subject);
  const resource = object === undefined ? undefined : names.object(object);
  if ((subject !== undefined && !who) || (object !== undefined && !resource)) return [];
  const isMeant = ([type, slots]: readonly [string, ReadonlyMap<string, Slot>]) =>
    (object === undefined || object.type === type) &&
    [...slots.values()].some(
      (slot) => [slot.relation.name, undefined].includes(relation) && mayHave(slot, subject),
    );
  return [...names.plan.types].filter(isMeant).map(([type]) => {
    const { optionalSubjectFilter, ...rest } = filterOf({
      resource: resource ?? { objectType: names.type(type), objectId: "" },
      relation: relation === undefined ? "" : names.relation(type, relation),
      ...(who && { subject: who }),
    });
    return { ...rest, ...(who && optionalSubjectFilter && { optionalSubjectFilter }) };
  });
}

/** Whether tuples of a subject's kind may be written. */
function mayHave({ relation: { subjects } }: Slot, subject: TupleSubject | undefined): boolean {
  if (subject === undefined) return subjects.length > 0;
  const relation = isUserset(subject) ? subject.relation : undefined;
  return subjects.some(
    (kind) =>
      kind.type === subject.type && (kind.kind === "userset" ? kind.relation : undefined) === relation,
  );
}

async function* readPages(
  server: SpicedbServer,
  relationshipFilter: v1.RelationshipFilter,
  options: ReadOptions,
): AsyncGenerator<v1.Relationship> {
  let cursor: v1.Cursor | undefined;
  do {
    const request: v1.ReadRelationshipsRequest = {
      consistency: consistencyOf(options, server.ownWrites),
      relationshipFilter,
      optionalLimit: pageSize,
      ...(cursor && { optionalCursor: cursor }),
    };
    const page = await callStream<v1.ReadRelationshipsResponse>(server, options, (settings) =>
      server.client.readRelationships(request, settings),
    );
    for (const { relationship } of page) if (relationship !== undefined) yield relationship;
    cursor = page.length < pageSize ? undefined : nextCursor(page, cursor);
  } while (cursor !== undefined);
}

const pageSize = 1000;

/** A page that says to go on where it began itself would be read for ever. */
function nextCursor(page: readonly v1.ReadRelationshipsResponse[], before: v1.Cursor | undefined): v1.Cursor {
  const cursor = page.at(-1)?.afterResultCursor;
  if (cursor !== undefined && cursor.token !== before?.token) return cursor;
  throw new RelationEngineError("protocol", "SpiceDB: a page does not say where to go on");
}

function isWanted(tuple: RelationTuple, filter: Partial<RelationTuple>): boolean {
  return keyOf({ ...tuple, ...filter }) === keyOf(tuple);
}
