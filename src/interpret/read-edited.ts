import type { PolicySet } from "../check/typed-policy-set.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { isRecord, own } from "../runtime/record.js";
import type { Field } from "../types/type.js";
import { answersWith } from "./answers.js";
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
    const needs = needsOf(policySet, before.types)[root];
    if (root !== "args" && !needs.members.has(name)) continue;
    const reader = { entities: policySet.entities, closed: root === "args", problems: [] };
    const members = readFields([field], recordOf(request, root), "", needs, reader);
    if (members === undefined) return undefined;
    read = withMember(read, { root, name }, [...fields.keys()], members);
  }
  return read;
}

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
  order: readonly string[],
  { value, json }: ReadMembers,
): ReadRequest {
  const replaced = (members: ReadonlyMap<string, Value>) => replaceIn(members, name, value.get(name), order);
  if (root === "context") return { ...before, context: replaced(before.context) };
  if (root === "args") {
    const known = new Map(Object.entries(before.args.json));
    const names = [...order, ...[...known.keys()].filter((each) => !order.includes(each))];
    const args = Object.fromEntries(replaceIn(known, name, json[name], names));
    return { ...before, args: { value: replaced(before.args.value), json: args } };
  }
  const entity = before[root];
  return entity ? { ...before, [root]: { ...entity, properties: replaced(entity.properties) } } : before;
}

/** Members with another value for one of them, undefined where it is absent, in the order of their declarations. */
function replaceIn<V>(
  members: ReadonlyMap<string, V>,
  name: string,
  value: V | undefined,
  order: readonly string[],
): ReadonlyMap<string, V> {
  const replaced = new Map<string, V>();
  for (const each of order) {
    const own = each === name ? value : members.get(each);
    if (own !== undefined) replaced.set(each, own);
  }
  return replaced;
}
