import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type {
  EntityReference,
  RelationModel,
  RelationTuple,
  TupleSubject,
} from "../../../src/relations/model.js";
import { createRelationStore, type RelationStore } from "../../../src/relations/relation-store.js";
import { openFgaCheck } from "./openfga-check.js";
import { isOperation, type Operation, wireProblem } from "./wire-schemas.js";

/**
 * What answers in OpenFGA's place: its HTTP API for one store and one model, as the API's own definition and the server's code say. Checks are made as
 * OpenFGA makes them, lists by the store in memory. Ids are texts to it, as they came.
 */
export interface StandIn {
  readonly apiUrl: string;
  readonly storeId: string;
  readonly modelId: string;
  readonly store: RelationStore;
  /** What it was asked, in turn. */
  readonly requests: readonly WireRequest[];
  /** The next requests are answered by these, one each. */
  readonly faults: Fault[];
  close(): Promise<void>;
}

export interface WireRequest {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into what its own adapter sent
  readonly body: any;
  readonly authorization: string | undefined;
}

/** What a server does instead of answering. */
export type Fault = (response: ServerResponse, request: WireRequest) => void;

export const storeId = "01YCP46JKYM8FJCQ37NMBYHE5X";
export const modelId = "01G5JAVJ41T49E9TT3SKVS7X1J";

export async function startStandIn(model: RelationModel): Promise<StandIn> {
  const store = createRelationStore(model);
  const requests: WireRequest[] = [];
  const faults: Fault[] = [];
  const answer = answering(model, store);
  const server = createServer(async (incoming, response) => {
    if (incoming.url === "/oauth/token") return send(response, await issueToken(incoming));
    const request = await readRequest(incoming);
    requests.push(request);
    const fault = faults.shift();
    if (fault !== undefined) fault(response, request);
    else send(response, answer(request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { apiUrl: `http://127.0.0.1:${port}`, storeId, modelId, store, requests, faults, close };
}

interface WireAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An error of the API. */
class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const [, stores, store, operation = "", ...rest] = (incoming.url ?? "").split("/");
  const isOfStore =
    incoming.method === "POST" && stores === "stores" && store === storeId && rest.length === 0;
  const body: unknown = JSON.parse(await text(incoming));
  return { operation: isOfStore ? operation : "", body, authorization: incoming.headers.authorization };
}

/** Tokens for applications: the issuer's side of OAuth 2.0's client credentials. */
async function issueToken(incoming: IncomingMessage): Promise<WireAnswer> {
  const asked = new URLSearchParams(await text(incoming));
  const isKnown = asked.get("grant_type") === "client_credentials" && asked.get("client_secret") === "secret";
  if (!isKnown) return { status: 401, body: { error: "invalid_client" } };
  return { status: 200, body: { access_token: `of ${asked.get("client_id")}`, expires_in: 3600 } };
}

function send(response: ServerResponse, { status, body }: WireAnswer): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

function answering(model: RelationModel, store: RelationStore): (request: WireRequest) => WireAnswer {
  const operations = operationsOf(model, store);
  return ({ operation, body }) => {
    try {
      if (!isOperation(operation)) throw new Refusal("undefined_endpoint", "Endpoint not enabled", 404);
      const problem = wireProblem(operation, body);
      if (problem !== undefined) throw new Refusal("validation_error", problem);
      if (body.authorization_model_id !== undefined && body.authorization_model_id !== modelId)
        throw new Refusal("authorization_model_not_found", `Authorization Model not found`);
      return { status: 200, body: operations[operation](body) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { code: error.code, message: error.message } };
    }
  };
}

interface WireTuple {
  readonly user: string;
  readonly relation: string;
  readonly object: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the schemas have looked at it
type Body = any;

function operationsOf(
  model: RelationModel,
  store: RelationStore,
): Record<Operation, (body: Body) => unknown> {
  const relationOf = (type: string, relation: string) => {
    const found = model.types.find((each) => each.type === type);
    if (found === undefined) throw new Refusal("type_not_found", `type '${type}' not found`);
    if (!found.relations.some(({ name }) => name === relation))
      throw new Refusal("relation_not_found", `relation '${type}#${relation}' not found`);
  };
  return {
    "batch-check": ({ checks }) => batchCheck(model, store, checks),
    "streamed-list-objects": ({ user, relation, type }) => {
      relationOf(type, relation);
      const ids = store.listResources(entityOf(user), relation, type);
      return ids.map((id) => `${JSON.stringify({ result: { object: `${type}:${id}` } })}\n`).join("");
    },
    "list-users": ({ object, relation, user_filters: [{ type }] }) => {
      relationOf(object.type, relation);
      const { ids, everyone } = store.listSubjects(object, relation, type);
      const users = ids.map((id) => ({ object: { type, id } }));
      return { users: everyone ? [...users, { wildcard: { type } }] : users };
    },
    read: (body) => readPage(store, body),
    write: (body) => write(store, body),
  };
}

const mostChecks = 50;

function batchCheck(model: RelationModel, store: RelationStore, checks: readonly Body[]): unknown {
  if (checks.length > mostChecks)
    throw new Refusal("validation_error", `batchCheck received ${checks.length} checks`);
  const ids = checks.map(({ correlation_id }) => correlation_id);
  if (new Set(ids).size < ids.length)
    throw new Refusal("validation_error", "received duplicate correlation id");
  const tuples = [...store.read()];
  return {
    result: Object.fromEntries(
      checks.map(({ tuple_key, correlation_id }) => [correlation_id, checkOne(model, tuples, tuple_key)]),
    ),
  };
}

function checkOne(
  model: RelationModel,
  tuples: readonly RelationTuple[],
  { user, relation, object }: WireTuple,
) {
  const outcome = openFgaCheck(model, tuples, {
    subject: entityOf(user),
    relation,
    object: entityOf(object),
  });
  if (outcome !== "deep") return { allowed: outcome === "yes" };
  const message = "Authorization Model resolution required too many rewrite rules to be resolved";
  return { error: { input_error: "authorization_model_resolution_too_complex", message } };
}

function readPage(store: RelationStore, { tuple_key: key, page_size: size = 50, continuation_token }: Body) {
  const [type, id] = key === undefined ? [] : key.object.split(":");
  if (key !== undefined && (type === "" || (id === "" && key.user === undefined)))
    throw new Refusal(
      "validation_error",
      "the object type field is required and both the object id and user cannot be empty",
    );
  const all = [...store.read()]
    .map(wireTuple)
    .filter(
      ({ user, relation, object }) =>
        key === undefined ||
        ((id === "" ? object.startsWith(`${type}:`) : object === key.object) &&
          (key.relation ?? relation) === relation &&
          (key.user ?? user) === user),
    );
  const start = continuation_token === undefined ? 0 : Number(atob(continuation_token));
  const tuples = all
    .slice(start, start + size)
    .map((each) => ({ key: each, timestamp: "2026-01-01T00:00:00Z" }));
  const next = start + size < all.length ? btoa(String(start + size)) : "";
  return { tuples, continuation_token: next };
}

const mostTuples = 100;

function write(store: RelationStore, { writes, deletes }: Body): unknown {
  const [touched, deleted]: WireTuple[][] = [writes?.tuple_keys ?? [], deletes?.tuple_keys ?? []];
  const all = [...(touched ?? []), ...(deleted ?? [])];
  if (all.length === 0) throw new Refusal("invalid_write_input", "Invalid input");
  if (new Set(all.map((key) => JSON.stringify(key))).size < all.length)
    throw new Refusal("cannot_allow_duplicate_tuples_in_one_request", "duplicate tuple in write");
  if (all.length > mostTuples)
    throw new Refusal(
      "exceeded_entity_limit",
      "The number of write operations exceeds the allowed limit of 100",
    );
  const known = new Set([...store.read()].map((tuple) => JSON.stringify(wireTuple(tuple))));
  const isThere = (key: WireTuple) => known.has(JSON.stringify(key));
  if (writes?.on_duplicate !== "ignore" && touched?.some(isThere))
    throw new Refusal("write_failed_due_to_invalid_input", "cannot write a tuple which already exists");
  if (deletes?.on_missing !== "ignore" && !deleted?.every(isThere))
    throw new Refusal("write_failed_due_to_invalid_input", "cannot delete a tuple which does not exist");
  const written = store.write({ touch: (touched ?? []).map(tupleOf), delete: (deleted ?? []).map(tupleOf) });
  if (!written.ok)
    throw new Refusal("validation_error", written.problems.map(({ message }) => message).join());
  return {};
}

/** `Type:id`, with `#relation` for a userset: exactly one colon, no other character that the server keeps for itself. */
function entityOf(name: string): EntityReference & { readonly relation?: string } {
  const [, type, id, relation] = /^([^:#@\s]+):([^:#\s*\p{Cc}]+)(?:#([^:#@\s]+))?$/u.exec(name) ?? [];
  if (type === undefined || id === undefined)
    throw new Refusal("validation_error", `the name '${name}' is malformed`);
  return relation === undefined ? { type, id } : { type, id, relation };
}

function tupleOf({ user, relation, object }: WireTuple): RelationTuple {
  const subject: TupleSubject = user.endsWith(":*")
    ? { type: user.slice(0, -2), everyone: true }
    : entityOf(user);
  return { subject, relation, object: entityOf(object) };
}

function wireTuple({ subject, relation, object }: RelationTuple): WireTuple {
  const userset = "relation" in subject ? `#${subject.relation}` : "";
  const user = "everyone" in subject ? `${subject.type}:*` : `${subject.type}:${subject.id}${userset}`;
  return { user, relation, object: `${object.type}:${object.id}` };
}
