import { childrenOf } from "../../check/typed-children.js";
import type { EntityLiteralExpression, TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { type Cidr, formatIp, type Ip, parseCidr } from "../../runtime/ip.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { lastAddress } from "../request/neighbours.js";
import { type RequestPath, valueAt, withValue } from "./request-place.js";

/** A request at the edge of a test that relates two values. */
export interface RelationEdge {
  /** Which test and which edge: the same for another request. */
  readonly key: string;
  readonly request: JsonObject;
}

/**
 * The edges of the tests in a condition that relate what a request has to something else that it has, or to what the rule names: the first
 * address of a block and the one before it, what merely begins like a path, a group of another name or type. Each is the request with
 * one value moved there.
 */
export function relationEdges(
  condition: TypedExpression,
  principal: PrincipalRole,
  request: JsonObject,
): readonly RelationEdge[] {
  const inner = childrenOf(condition).flatMap((child) => relationEdges(child, principal, request));
  const read: Reader = { request, pathOf: (expression) => pathOf(expression, principal) };
  const { file, start, end } = condition.span;
  const own = edgesOf(condition, read).map(({ name, path, value }): RelationEdge => {
    return { key: `${file} ${start} ${end} ${name}`, request: withValue(request, path, value) };
  });
  return [...own, ...inner];
}

interface Reader {
  readonly request: JsonObject;
  pathOf(expression: TypedExpression): RequestPath | undefined;
}

interface Edge {
  readonly name: string;
  readonly path: RequestPath;
  readonly value: unknown;
}

function edgesOf(expression: TypedExpression, read: Reader): readonly Edge[] {
  switch (expression.kind) {
    case "network":
      return moved(read, expression.ip, blocksOf(expression.networks, read).flatMap(addressEdges));
    case "within":
      return moved(read, expression.operand, baseEdges(expression.base, read));
    case "hierarchy":
      return groupEdges(read, expression.entity, entityOf(expression.group, read));
    case "equality":
      return equalityEdges(read, expression.left, expression.right);
    default:
      return [];
  }
}

type Value = Omit<Edge, "path">;

/** What stands at an operand's place is moved to each of the values; nothing where it is computed. */
function moved(read: Reader, operand: TypedExpression, values: readonly Value[]): readonly Edge[] {
  const path = read.pathOf(operand);
  return path === undefined ? [] : values.map((value) => ({ ...value, path }));
}

/** How many blocks of a list are looked at. */
const mostBlocks = 3;

function blocksOf(networks: TypedExpression, read: Reader): readonly Cidr[] {
  if (networks.kind === "literal")
    return typeof networks.value === "object" && "bits" in networks.value ? [networks.value] : [];
  if (networks.kind === "list")
    return networks.elements.slice(0, mostBlocks).flatMap((each) => blocksOf(each, read));
  const value = valueRead(networks, read);
  const texts = Array.isArray(value) ? (value as unknown[]).slice(0, mostBlocks) : [value];
  return texts.flatMap((text) => (typeof text === "string" ? (parseCidr(text) ?? []) : []));
}

function addressEdges(block: Cidr, index: number): readonly Value[] {
  const last = lastAddress(block);
  const edges: readonly (readonly [string, Ip | undefined])[] = [
    ["before", next(block.base, -1)],
    ["first", block.base],
    ["last", last],
    ["after", next(last, 1)],
  ];
  return edges.flatMap(([name, address]): readonly Value[] =>
    address === undefined ? [] : [{ name: `${index} ${name}`, value: formatIp(address) }],
  );
}

function next(address: Ip, step: 1 | -1): Ip | undefined {
  const near = typeof address === "bigint" ? address + BigInt(step) : address + step;
  const most = typeof address === "bigint" ? 2n ** 128n : 2 ** 32;
  return near >= 0 && near < most ? near : undefined;
}

/** The base, below it, and what is neither though it looks like it. A base that is written has near mistakes, which say more. */
function baseEdges(expression: TypedExpression, read: Reader): readonly Value[] {
  const base = textRead(expression, read);
  if (base === undefined) return [];
  const texts =
    expression.type.kind === "Path" ? [base, `${base}/x`, `${base}x`] : [base, `x.${base}`, `x${base}`];
  return texts.map((value, index) => ({ name: ["same", "below", "beside"][index] ?? "", value }));
}

interface EntityName {
  readonly type: string;
  readonly id: string;
}

/** In a group of another name, in one of another type, in the group. */
function groupEdges(read: Reader, entity: TypedExpression, group: EntityName | undefined): readonly Edge[] {
  const path = read.pathOf(entity);
  if (path === undefined || group === undefined) return [];
  const { type, id } = group;
  const groups = [{ type, id: `${id}x` }, { type: `${type}x`, id }, group];
  return groups.map((value, index) => ({
    name: ["another", "another type", "in"][index] ?? "",
    path: [...path, "ancestors"],
    value: [value],
  }));
}

/** One that is called nearly so. */
function equalityEdges(read: Reader, left: TypedExpression, right: TypedExpression): readonly Edge[] {
  const [entity, text] = [entityOf(right, read), textRead(right, read)];
  const path = read.pathOf(left);
  if (path === undefined) return [];
  if (entity !== undefined && left.type.kind === "Entity")
    return [{ name: "another", path: [...path, "id"], value: `${entity.id}x` }];
  if (text === undefined || left.type.kind !== "String") return [];
  return [`${text}x`, text.toUpperCase()].map((value, index) => ({ name: `text ${index}`, path, value }));
}

function valueRead(expression: TypedExpression, { request, pathOf: find }: Reader): unknown {
  const path = find(expression);
  return path && valueAt(request, path);
}

function textRead(expression: TypedExpression, read: Reader): string | undefined {
  const value = valueRead(expression, read);
  return typeof value === "string" ? value : undefined;
}

function entityOf(expression: TypedExpression, read: Reader): EntityName | undefined {
  if (expression.kind === "entity") return namedBy(expression);
  const value = expression.type.kind === "Entity" ? valueRead(expression, read) : undefined;
  if (!isJsonObject(value)) return undefined;
  const { type, id } = value;
  return typeof type === "string" && typeof id === "string" ? { type, id } : undefined;
}

function namedBy({ entity, id }: EntityLiteralExpression): EntityName {
  return { type: entity, id };
}

/** Where a request has what an expression reads; undefined where that is computed, or an element that a quantifier is at. */
function pathOf(expression: TypedExpression, principal: PrincipalRole): RequestPath | undefined {
  switch (expression.kind) {
    case "root":
      if (expression.name === "args") return ["action", "properties"];
      return [expression.name === "principal" ? principal : expression.name];
    case "read": {
      const { object, name } = expression;
      const path = pathOf(object, principal);
      return path && (object.type.kind === "Entity" ? [...path, "properties", name] : [...path, name]);
    }
    case "index": {
      const { object, key } = expression;
      const path = key.kind === "literal" ? pathOf(object, principal) : undefined;
      return path && key.kind === "literal" ? [...path, String(key.value)] : undefined;
    }
    case "identity": {
      const path = expression.name === "id" ? pathOf(expression.object, principal) : undefined;
      return path && [...path, "id"];
    }
    default:
      return undefined;
  }
}
