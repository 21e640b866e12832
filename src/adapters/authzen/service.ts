import type { DecisionPoint } from "../enforcement/decision-point.js";
import type { Completion } from "./complete-request.js";
import type { EntitySource } from "./entity-source.js";
import { Refusal } from "./refusal.js";

/** What answers are made with: the decision point, and what its host knows and allows. */
export interface Service {
  readonly point: DecisionPoint;
  readonly entities: EntitySource | undefined;
  readonly trustProperties: boolean;
  readonly knownOnly: boolean;
  readonly context: { readonly [attribute: string]: unknown };
  readonly clock: () => Date;
  /** How many evaluations a batch may have. */
  readonly mostEvaluations: number;
  /** How many results a page of a search has at most. */
  readonly pageSize: number;
}

/** What requests are completed with now. Without the entities that were to be there, no answer is one to rely on. */
export function completionOf(service: Service): Completion {
  const { entities, trustProperties, knownOnly, context, clock } = service;
  const directory = entities?.current();
  if (entities !== undefined && directory === undefined)
    throw new Refusal(503, "the entities that decisions depend on cannot be read", { "retry-after": "1" });
  return { directory, trustProperties, knownOnly, context, clock };
}
