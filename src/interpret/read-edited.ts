import type { PolicySet } from "../check/typed-policy-set.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { isRecord, own } from "../runtime/record.js";
import type { Field } from "../types/type.js";
import { rememberedOf } from "../util/remembered.js";
import { answersWith } from "./answers.js";
import type { RequestTypes } from "./environment.js";
import { isRead } from "./interpret.js";
import { needsOf } from "./needs.js";
import { type ReadRequest, readRequest } from "./read-request.js";
import { type ReadMembers, readFields } from "./read-value.js";
import type { Value } from "./value.js";

/** An attribute of one of a request's entities or of its context, or an argument. */
export interface EditedAttribute {
  readonly root: PrincipalRole | "resource" | "context" | "args";
  readonly name: string;
}

/**
 * What `readRequest` makes of a request that is one read `before` but for some attributes: no others are read again, where these are
 * declared. Undefined where it is invalid.
 */
export function readEdited(
  policySet: PolicySet,
  request: object,
  before: ReadRequest,
  edited: readonly EditedAttribute[],
): ReadRequest | undefined {
  let read: ReadRequest = { ...before, relations: answersWith(request) };
  for (const { root, name } of edited) {
    const fields = fieldsOf(policySet, before, root);
    const field = fields?.get(name);
    if (fields === undefined || field === undefined) return readWhole(policySet, request);
    const needs = needsIn(policySet)(before.types)[root];
    if (root !== "args" && !needs.members.has(name)) continue;
    const reader = { entities: policySet.entities, closed: root === "args", problems: [] };
    const members = readFields([field], recordOf(request, root), "", needs, reader);
    if (members === undefined) return undefined;
    read = withMember(read, { root, name }, fields, members);
  }
  return read;
}

/** An edited request has the very types of the one that it was made of. */
const needsIn = rememberedOf((policySet: PolicySet) =>
  rememberedOf((types: RequestTypes) => needsOf(policySet, types)),
);

function readWhole(policySet: PolicySet, request: object): ReadRequest | undefined {
  const read = readRequest(policySet, request);
  return isRead(read) ? read : undefined;
}

/** What is declared there; undefined where the request has no such entity. */
function fieldsOf(
  { entities, actions, context }: PolicySet,
  before: ReadRequest,
  root: EditedAttribute["root"],
): ReadonlyMap<string, Field> | undefined {
  if (root === "context") return context;
  if (root === "args") return actions.get(before.types.target.action)?.parameters;
  return entities.get(before[root]?.type ?? "")?.attributes;
}

/** The record that has the attributes of a root; an empty one where it was left out. */
function recordOf(request: object, root: EditedAttribute["root"]): object {
  if (root === "context") return memberOf(request, root);
  return memberOf(memberOf(request, root === "args" ? "action" : root), "properties");
}

function memberOf(record: object, name: string): object {
  const member = own(record, name);
  return isRecord(member) ? member : {};
}

/** A request that was read, with what was read anew of one attribute. */
function withMember(
  before: ReadRequest,
  { root, name }: EditedAttribute,
  fields: ReadonlyMap<string, Field>,
  { value, json }: ReadMembers,
): ReadRequest {
  const replaced = (members: ReadonlyMap<string, Value>) => replaceIn(members, name, value.get(name), fields);
  if (root === "context") return { ...before, context: replaced(before.context) };
  if (root === "args") {
    const args = replaceIn(new Map(Object.entries(before.args.json)), name, json[name], fields);
    return { ...before, args: { value: replaced(before.args.value), json: Object.fromEntries(args) } };
  }
  const entity = before[root];
  return entity ? { ...before, [root]: { ...entity, properties: replaced(entity.properties) } } : before;
}

/** Members with another value for one of them, undefined where it is absent: those of declared fields in their order, then the others. */
function replaceIn<V>(
  members: ReadonlyMap<string, V>,
  name: string,
  value: V | undefined,
  fields: ReadonlyMap<string, Field>,
): ReadonlyMap<string, V> {
  const replaced = new Map(members);
  if (value === undefined) replaced.delete(name);
  else replaced.set(name, value);
  if (members.has(name) || value === undefined) return replaced;
  const ordered = new Map<string, V>();
  for (const each of [...fields.keys(), ...replaced.keys()]) {
    const own = replaced.get(each);
    if (own !== undefined) ordered.set(each, own);
  }
  return ordered;
}
