import type { JsonObject } from "../../util/json-object.js";
import type { Authenticator } from "./authenticator.js";
import type { AuthzenOptions } from "./create-authzen.js";
import { type AboutRequest, evaluate } from "./evaluate.js";
import { evaluateAll } from "./evaluate-all.js";
import { endpoints, metadataOf, wellKnown } from "./metadata.js";
import { readBody } from "./read-body.js";
import { Refusal } from "./refusal.js";
import { respond } from "./respond.js";
import { search } from "./search.js";
import type { Service } from "./service.js";

/** What there is at each path. */
export type Routes = ReadonlyMap<string, Methods>;

/** What is at a path, by method. */
export interface Methods {
  readonly [method: string]: Route;
}

/** Answers to one sort of request; a {@link Refusal} may be thrown. */
export type Route = (request: Request, meta: RequestMeta) => Promise<Response> | Response;

/** The id that a request has, and the header that gives it back. */
export interface RequestMeta {
  readonly requestId: string | null;
  readonly echo: Readonly<Record<string, string>> | undefined;
}

/**
 * The paths of the API. Where callers reach it below a path, it answers there too: a proxy in front may take that path away or leave it.
 */
export function routesOf(service: Service, options: AuthzenOptions): Routes {
  const base = options.publicUrl === undefined ? "" : new URL(options.publicUrl).pathname.replace(/\/$/, "");
  const routes = operationsOf(service).flatMap(([path, operation]): readonly At[] => {
    const methods = { POST: operationRoute(service, operation, options) };
    return [path, base + path].map((each) => [each, methods]);
  });
  const health: At = ["/healthz", { GET: healthRoute(service) }];
  return new Map([...routes, health, ...metadataRoutes(service, options, base)]);
}

type At = readonly [path: string, methods: Methods];

type Operation = (service: Service, body: JsonObject, about: AboutRequest) => Promise<object>;

/** Entities can be searched for where some are known. */
function operationsOf({ entities }: Service): readonly (readonly [string, Operation])[] {
  const searches: readonly (readonly [string, Operation])[] = [
    [endpoints.search_subject_endpoint, (service, body) => search(service, "subject", body)],
    [endpoints.search_resource_endpoint, (service, body) => search(service, "resource", body)],
  ];
  return [
    [endpoints.access_evaluation_endpoint, evaluate],
    [endpoints.access_evaluations_endpoint, evaluateAll],
    [endpoints.search_action_endpoint, (service, body) => search(service, "action", body)],
    ...(entities === undefined ? [] : searches),
  ];
}

function operationRoute(
  service: Service,
  operation: Operation,
  { authenticate, bodyLimit = 2 ** 20 }: AuthzenOptions,
): Route {
  return async (request, { requestId, echo }) => {
    const client = authenticate && (await clientOf(request, authenticate));
    const body = await readBody(request, bodyLimit);
    const about = { ...(requestId !== null && { requestId }), ...(client !== undefined && { client }) };
    return respond(200, await operation(service, body, about), echo);
  };
}

async function clientOf(request: Request, authenticate: Authenticator): Promise<string> {
  const caller = await authenticate(request);
  if (caller.ok) return caller.client;
  throw new Refusal(caller.status, caller.message, { "www-authenticate": caller.challenge });
}

/** Whether to send requests here: not where all would be denied for want of a policy, or of what is known of entities. */
function healthRoute({ point, entities }: Service): Route {
  return (_, { echo }) => {
    const policy = point.digest();
    if (policy === undefined) return respond(503, { status: "no policy" }, echo);
    if (entities !== undefined && entities.current() === undefined)
      return respond(503, { status: "no entities" }, echo);
    return respond(200, { status: "ok", policy }, echo);
  };
}

function metadataRoutes(service: Service, { publicUrl }: AuthzenOptions, base: string): readonly At[] {
  if (publicUrl === undefined) return [];
  const metadata = metadataOf(publicUrl, service);
  const route: Route = (_, { echo }) =>
    respond(200, metadata, { "cache-control": "public, max-age=300", ...echo });
  return [wellKnown, wellKnown + base].map((path) => [path, { GET: route }]);
}
