import { type AuthzenOptions, createAuthzen } from "../../../src/adapters/authzen/create-authzen.js";
import { readEntityDirectory } from "../../../src/adapters/authzen/entity-directory.js";
import { type EntitySource, fixedEntities } from "../../../src/adapters/authzen/entity-source.js";
import type { AuditLine, AuditSink } from "../../../src/adapters/enforcement/audit-line.js";
import { readDecisionModule } from "../../../src/adapters/enforcement/decision-module.js";
import { createDecisionPoint } from "../../../src/adapters/enforcement/decision-point.js";
import { fixedPolicy, type PolicySource } from "../../../src/adapters/enforcement/policy-source.js";
import type { RelationAnswers } from "../../../src/runtime/answers.js";
import { compile } from "../../codegen/support.js";

/** What a test asks a decision point, and what it is told. */
export interface DecisionService {
  /** Posts a value as JSON, or a text as it is. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Any other request. */
  send(path: string, init?: RequestInit): Promise<Answered>;
  /** What was logged so far. */
  readonly log: readonly AuditLine[];
}

/** An answer with its body read. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the body is what tests look at, whatever it is.
  readonly body: any;
}

/** What a service of a test is made of, besides its policies. */
export type ServiceSetup = Partial<Omit<AuthzenOptions, "point">> & {
  /** Entities as their file has them. */
  readonly known?: unknown;
  readonly audit?: AuditSink;
  /** Who knows of relations. */
  readonly relations?: RelationAnswers;
};

/** A decision point for the policies of `text`, or for a source of them. */
export function decisionService(text: string | PolicySource, setup: ServiceSetup = {}): DecisionService {
  const { known, audit, relations, ...options } = setup;
  const log: AuditLine[] = [];
  const policy = typeof text === "string" ? policyOf(text) : text;
  const point = createDecisionPoint({
    policy,
    ...(relations && { relations }),
    audit: audit ?? {
      write: (line) => {
        log.push(line);
      },
    },
  });
  const handler = createAuthzen({
    point,
    ...(known !== undefined && { entities: entitiesOf(known) }),
    ...options,
  });
  const send = async (path: string, init?: RequestInit) => {
    const response = await handler(new Request(`http://pdp.example${path}`, init));
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  return {
    log,
    send,
    post: (path, body, headers = {}) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** A source of the policies of a text, which stay the same. */
export function policyOf(text: string): PolicySource {
  return fixedPolicy(readDecisionModule(compile(text).module));
}

/** A source of entities, which stay the same. */
export function entitiesOf(known: unknown): EntitySource {
  const { value, diagnostic } = readEntityDirectory({ path: "entities.json", text: JSON.stringify(known) });
  if (value === undefined) throw new Error(diagnostic?.message);
  return fixedEntities(value);
}

/** A source that has no policy. */
export const unavailablePolicy: PolicySource = {
  current: () => undefined,
  problem: () => "there is no file",
  onChange: () => () => {},
  reload: async () => {},
  close: () => {},
};
