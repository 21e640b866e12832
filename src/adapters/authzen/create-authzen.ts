import type { DecisionPoint } from "../enforcement/decision-point.js";
import type { Authenticator } from "./authenticator.js";
import type { EntitySource } from "./entity-source.js";
import { publicUrlProblem } from "./metadata.js";
import { errorOf, Refusal } from "./refusal.js";
import { respond } from "./respond.js";
import { type Route, type Routes, routesOf } from "./routes.js";
import type { Service } from "./service.js";

/** What {@link createAuthzen} is made of. */
export interface AuthzenOptions {
  readonly point: DecisionPoint;
  /** What is known of entities that requests name, and which there are to search through. */
  readonly entities?: EntitySource;
  /** Whether a request's word on an entity counts for more than what is known of it. Off unless `true`. */
  readonly trustProperties?: boolean;
  /**
   * Whether the entities that are listed are, of their types, all that there are: a request that names another one is denied. Off
   * unless `true`.
   */
  readonly knownOnly?: boolean;
  /** Attributes of the context that the host vouches for, whatever a request says. */
  readonly context?: { readonly [attribute: string]: unknown };
  /** What time it is where a request names none. The system's unless given. */
  readonly clock?: () => Date;
  /** Who may ask. Everyone unless given. */
  readonly authenticate?: Authenticator;
  /** The address at which callers reach the decision point; without it no metadata is published. */
  readonly publicUrl?: string;
  /** The most bytes that a request may have. 1 MiB unless given. */
  readonly bodyLimit?: number;
  /** The most evaluations that a batch may have. 10,000 unless given. */
  readonly mostEvaluations?: number;
  /** The most results of a page. 1,000 unless given. */
  readonly pageSize?: number;
  /** Told of what should never happen, and was answered with 500. */
  readonly onError?: (error: unknown) => void;
}

/** Answers to an HTTP request. Never rejects. */
export type AuthzenHandler = (request: Request) => Promise<Response>;

/**
 * Makes a decision point one of the AuthZEN Authorization API 1.0: a handler of requests as `fetch` has them, for any server that takes one
 * (Hono, Deno, Bun, workers; Node.js by `@hono/node-server`). Throws if the public address is none that can be published.
 *
 * @example
 * const policy = await openPolicy("dist/policy.js", { watch: true });
 * const handler = createAuthzen({ point: createDecisionPoint({ policy }) });
 * const response = await handler(new Request("http://localhost/access/v1/evaluation", { method: "POST", … }));
 */
export function createAuthzen(options: AuthzenOptions): AuthzenHandler {
  const problem = options.publicUrl === undefined ? undefined : publicUrlProblem(options.publicUrl);
  if (problem !== undefined) throw new RangeError(`the public URL cannot be used: ${problem}`);
  const routes = routesOf(serviceOf(options), options);
  return async (request) => {
    const requestId = request.headers.get("x-request-id");
    const echo = requestId === null ? undefined : { "x-request-id": requestId };
    try {
      return await routeOf(routes, request)(request, { requestId, echo });
    } catch (error) {
      if (error instanceof Refusal)
        return respond(error.status, errorOf(error), { ...error.headers, ...echo });
      options.onError?.(error);
      return respond(500, { error: { status: 500, message: "the decision point failed" } }, echo);
    }
  };
}

function serviceOf(options: AuthzenOptions): Service {
  return {
    point: options.point,
    entities: options.entities,
    trustProperties: options.trustProperties ?? false,
    knownOnly: options.knownOnly ?? false,
    context: options.context ?? {},
    clock: options.clock ?? (() => new Date()),
    mostEvaluations: options.mostEvaluations ?? 10_000,
    pageSize: Math.max(1, options.pageSize ?? 1000),
  };
}

function routeOf(routes: Routes, { url, method }: Request): Route {
  const path = new URL(url).pathname;
  const route = routes.get(path);
  if (route === undefined) throw new Refusal(404, "there is nothing at this path");
  const handle = route[method === "HEAD" ? "GET" : method];
  if (handle !== undefined) return handle;
  throw new Refusal(405, "this path does not take this method", { allow: Object.keys(route).join(", ") });
}
