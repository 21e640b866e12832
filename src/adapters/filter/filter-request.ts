import type { RelationModel } from "../../relations/model.js";
import type {
  AnsweredRelation,
  Decision,
  DecisionRequest,
  EntityKey,
  EntityRecord,
  RelationAnswer,
  RelationQuestion,
} from "../../runtime/decision.js";
import type { ReadOptions } from "../relations/relation-engine.js";

/** What a filter needs of a decision module. */
export interface FilterPolicy {
  /** To it, a `no` about an object without an id is one about whichever resource it is. */
  mayAllow(request: unknown, relations?: readonly RelationToResource[]): boolean;
  decide(request: unknown, relations?: readonly AnsweredRelation[]): Decision;
  /** A module of before rules tested relations has none. */
  relationsNeeded?(request: unknown): readonly RelationQuestion[];
  readonly policySet: { readonly relations?: RelationModel };
}

/** An answer: that nobody knows of, or that there is no such relation to whichever resource it is. */
export interface RelationToResource {
  readonly subject: EntityKey;
  readonly relation: string;
  readonly object: { readonly type: string; readonly id?: string };
  readonly answer: RelationAnswer;
}

/** A store of relations, or an engine. */
export interface FilterStore {
  checkMany(
    questions: readonly RelationQuestion[],
    options?: ReadOptions,
  ): readonly RelationAnswer[] | PromiseLike<readonly RelationAnswer[]>;
  listResources(
    subject: EntityKey,
    relation: string,
    type: string,
    options?: ReadOptions,
  ): readonly string[] | PromiseLike<readonly string[]>;
}

/** A request that is to be decided for many resources of one type. */
export interface FilterRequest extends Omit<DecisionRequest, "subject" | "actor" | "resource"> {
  readonly subject: EntityRecord & { readonly id: string };
  readonly actor?: (EntityRecord & { readonly id: string }) | undefined;
  readonly resource: { readonly type: string };
}

/** What is known of a resource beside its id. */
export type ResourceFacts = Pick<EntityRecord, "properties" | "ancestors">;

/** The request about one resource. */
export function requestAbout(request: FilterRequest, id: string, facts: ResourceFacts = {}): DecisionRequest {
  const { properties, ancestors } = facts;
  const { type } = request.resource;
  return {
    ...request,
    resource: { type, id, ...(properties && { properties }), ...(ancestors && { ancestors }) },
  };
}
