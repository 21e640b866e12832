import { randomUUID } from "node:crypto";
import type { RelationAnswers } from "../../runtime/answers.js";
import type {
  AnsweredRelation,
  Decision,
  DecisionReason,
  DecisionRequest,
  ReportedObligation,
} from "../../runtime/decision.js";
import { allowsEach } from "./allows-each.js";
import { type AuditLine, type AuditSink, auditLine } from "./audit-line.js";
import { mayAllowBy } from "./decide-by.js";
import { decideAtOnce, decideInformed } from "./decide-with.js";
import type { DecisionModule } from "./decision-module.js";
import { concludeDraft, type Deciders, draftDecision } from "./draft-decision.js";
import type { PolicyEvent, PolicySource } from "./policy-source.js";
import { createRelationAsker } from "./relation-asker.js";
import { mayTestRelations } from "./relation-questions.js";
import type { ShadowComparison } from "./shadow.js";

/** What a decision point decides by, and whom it tells. */
export interface DecisionPointOptions {
  readonly policy: PolicySource;
  /** Shadow mode: a policy that is asked beside the one in force. It has no effect but on the log. */
  readonly candidate?: PolicySource;
  /**
   * Who knows of relations: a store or an engine. Without one nothing is known, so what tests relations allows nothing. Whoever asks the
   * policy and whoever answers have to mean the same by a relation: the store is one of the policy's model.
   */
  readonly relations?: RelationAnswers;
  /** For how long its answers are waited for, in milliseconds. 5000 unless given; engines have limits of their own. */
  readonly relationTimeout?: number;
  /** Where decisions are written. Nowhere unless given. */
  readonly audit?: AuditSink;
  /** The time of decisions. The system's unless given. */
  readonly clock?: () => Date;
  /** Makes the ids of decisions. Random ones unless given. */
  readonly newId?: () => string;
}

/** Where requests are decided, by the policy that is in force at that moment. */
export interface DecisionPoint {
  /**
   * Decides, and writes nothing yet. Never throws: where there is no policy it denies. What has to be known of relations is what `known`
   * says; without it a store is asked that answers at once, and of one that makes promises nothing is heard: see `decideWith`.
   */
  decide(request: DecisionRequest, about?: DecisionAbout, known?: readonly AnsweredRelation[]): Decided;
  /**
   * Decides with what a store or an engine says of relations, asked in one call, and not at all where nothing has to be known. The policy
   * that asked decides, in one step. Never rejects. Leave the request as it is until this resolves.
   */
  decideWith(request: DecisionRequest, about?: DecisionAbout): Promise<Decided>;
  /**
   * What has to be known of relations to decide a request, for `decide`: at once where nothing has to be asked or the store answers at
   * once. The request is made anew after each wait, since what it is made of may be otherwise by then. What is `known` already is not
   * asked again.
   */
  answersFor(
    request: () => DecisionRequest,
    known?: readonly AnsweredRelation[],
  ): readonly AnsweredRelation[] | Promise<readonly AnsweredRelation[]>;
  /** Which of the requests a module allows; what it has to know of relations is asked together. Writes nothing. */
  allowsEach(
    module: DecisionModule,
    requests: readonly DecisionRequest[],
  ): readonly boolean[] | Promise<readonly boolean[]>;
  /** Whether some completion of the request may be allowed. False where there is no policy. */
  mayAllow(request: unknown): boolean;
  /**
   * Writes what was decided and what became of it. Rejects where it could not be written: whoever has to have a record then denies.
   */
  record(decided: Decided, outcome?: DecisionOutcome): Promise<void>;
  /** The module in force. */
  module(): DecisionModule | undefined;
  /** The digest of the policy set in force. */
  digest(): string | undefined;
  /** Why there is no policy. */
  problem(): string | undefined;
  /** Calls the listener whenever another policy is in force, or none. Returns what ends that. */
  onChange(listener: (event: PolicyEvent) => void): () => void;
}

/** What is decided about, for the log. */
export interface DecisionAbout {
  /** What the caller calls its request. */
  readonly requestId?: string;
  /** Who asks: `mcp`, `authzen`, or what a host calls itself. */
  readonly adapter: string;
  /** The party that asks for somebody's decision: the name of an API key, a token's client. */
  readonly client?: string;
  readonly server?: string;
  readonly tool?: string;
  /** Actors before the one of the request (RFC 8693 §4.1). */
  readonly priorActors?: readonly unknown[];
  readonly approval?: unknown;
}

/** A decision that was made, and all that is to be known of it. */
export interface Decided {
  /** Unique. */
  readonly id: string;
  readonly time: Date;
  readonly request: DecisionRequest;
  /** The answer: false where there is no decision. */
  readonly allowed: boolean;
  /** Undefined where there was no policy. */
  readonly decision: Decision | undefined;
  readonly reason: DecisionReason | "policy_unavailable";
  /** The module that decided. */
  readonly module: DecisionModule | undefined;
  readonly about?: DecisionAbout;
  /** The module that was asked beside it. */
  readonly candidate?: DecisionModule;
  /** Where it would have decided otherwise. */
  readonly shadow?: ShadowComparison;
  /** What was asked about relations, and what was answered; absent where nothing was. */
  readonly relations?: readonly AnsweredRelation[];
  /** The request as the log will show it: made at once, since whoever asked may change it later. */
  readonly shown?: Pick<AuditLine, "request" | "relations">;
}

/** What became of a decision. */
export interface DecisionOutcome {
  readonly carriedOut?: readonly ReportedObligation[];
  /** What the caller was answered, where that is not what was decided. */
  readonly enforced?: boolean;
  readonly note?: string;
}

/**
 * Creates a decision point.
 *
 * @example
 * const policy = await openPolicy("dist/policy.js", { watch: true });
 * const point = createDecisionPoint({ policy, audit: auditFile("audit.jsonl") });
 * const decided = await point.decideWith(request, { adapter: "orders" });
 * await point.record(decided);
 * if (!decided.allowed) throw new Forbidden(decided.decision?.because);
 */
export function createDecisionPoint(options: DecisionPointOptions): DecisionPoint {
  const { policy, candidate, audit, relations, relationTimeout = 5000 } = options;
  const { clock = () => new Date(), newId = randomUUID } = options;
  const deciders: Deciders = { ...options, clock, newId };
  const asker = relations && createRelationAsker(relations, relationTimeout);
  return {
    decide: (request, about, known) =>
      concludeDraft(
        deciders,
        known === undefined
          ? decideAtOnce(deciders, request, asker)
          : draftDecision(deciders, request, known),
        about,
      ),
    decideWith: async (request, about) =>
      decideInformed(deciders, { request: () => request, ask: asker?.askTogether }, (draft) =>
        concludeDraft(deciders, draft, about),
      ),
    answersFor: (request, before = []) =>
      asker !== undefined && (mayTestRelations(policy.current()) || mayTestRelations(candidate?.current()))
        ? decideInformed(deciders, { request, ask: asker.ask, known: before }, ({ known }) => known)
        : before,
    allowsEach: (module, requests) => allowsEach(module, requests, asker),
    mayAllow: (request) => mayAllowBy(policy.current(), request),
    record: async (decided, outcome = {}) => {
      await audit?.write(auditLine(decided, outcome));
    },
    module: () => policy.current(),
    digest: () => policy.current()?.policySet.digest,
    problem: () => policy.problem(),
    onChange: (listener) => policy.onChange(listener),
  };
}
