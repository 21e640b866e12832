import { v1 } from "@authzed/authzed-node";
import type { EntityReference } from "../../relations/model.js";
import type { RelationQuestion, SubjectList } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { consistencyOf } from "./consistency.js";
import { everyone, readId } from "./spicedb-names.js";
import { callStream, type SpicedbServer } from "./spicedb-server.js";

const { HAS_PERMISSION } = v1.LookupPermissionship;

/** The ids of the objects of a type to which the subject has the relation for certain, sorted. */
export async function listResources(
  server: SpicedbServer,
  subject: RelationQuestion["subject"],
  relation: string,
  type: string,
  options: ReadOptions,
): Promise<readonly string[]> {
  const { names, client, ownWrites } = server;
  if (!hasRelation(server, type, relation) || !isKnownSubject(server, subject)) return [];
  const request: v1.LookupResourcesRequest = {
    consistency: consistencyOf(options, ownWrites),
    resourceObjectType: names.type(type),
    permission: names.permission(relation),
    subject: names.subject(subject) ?? refuseId(subject),
    optionalLimit: 0,
  };
  const found = await callStream<v1.LookupResourcesResponse>(server, options, (settings) =>
    client.lookupResources(request, settings),
  );
  const certain = found.filter(({ permissionship }) => permissionship === HAS_PERMISSION);
  return [...new Set(certain.map(({ resourceObjectId }) => readId(resourceObjectId)))].sort();
}

/** Who of a type has the relation to an object for certain. */
export async function listSubjects(
  server: SpicedbServer,
  object: EntityReference,
  relation: string,
  type: string,
  options: ReadOptions,
): Promise<SubjectList> {
  const { names, client, ownWrites } = server;
  if (!hasRelation(server, object.type, relation) || !names.plan.types.has(type)) return nobody;
  const request: v1.LookupSubjectsRequest = {
    consistency: consistencyOf(options, ownWrites),
    resource: names.object(object) ?? refuseId(object),
    permission: names.permission(relation),
    subjectObjectType: names.type(type),
    optionalSubjectRelation: "",
    optionalConcreteLimit: 0,
    wildcardOption: v1.LookupSubjectsRequest_WildcardOption.INCLUDE_WILDCARDS,
  };
  return joinSubjects(
    await callStream<v1.LookupSubjectsResponse>(server, options, (settings) =>
      client.lookupSubjects(request, settings),
    ),
  );
}

const nobody: SubjectList = { ids: [], everyone: false, except: [] };

function hasRelation({ names }: SpicedbServer, type: string, relation: string): boolean {
  return names.plan.types.get(type)?.has(relation) === true;
}

function isKnownSubject({ names }: SpicedbServer, { type, relation }: RelationQuestion["subject"]): boolean {
  const relations = names.plan.types.get(type);
  return relation === undefined ? relations !== undefined : relations?.has(relation) === true;
}

function refuseId({ type, id }: EntityReference): never {
  throw new RelationEngineError("refused", `SpiceDB can have no ${type} with the id ${JSON.stringify(id)}`);
}

/** Messages come as they are found, some twice: whoever one of them has is there, and excluded is who all of them exclude. */
function joinSubjects(messages: readonly v1.LookupSubjectsResponse[]): SubjectList {
  const certain = messages.filter(({ subject }) => subject?.permissionship === HAS_PERMISSION);
  const [all, some] = [certain.filter(isEveryone), certain.filter((message) => !isEveryone(message))];
  const ids = new Set(some.map(({ subject }) => readId(subject?.subjectObjectId ?? "")));
  const exclusions = all.map(
    ({ excludedSubjects }) => new Set(excludedSubjects.map(({ subjectObjectId }) => readId(subjectObjectId))),
  );
  const [first = new Set<string>(), ...others] = exclusions;
  const except = [...first].filter((id) => !ids.has(id) && others.every((excluded) => excluded.has(id)));
  return { ids: [...ids].sort(), everyone: all.length > 0, except: except.sort() };
}

function isEveryone({ subject }: v1.LookupSubjectsResponse): boolean {
  return subject?.subjectObjectId === everyone;
}
