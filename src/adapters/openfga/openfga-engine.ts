import { toOpenFga } from "../../relations/export/to-openfga.js";
import type { RelationModel } from "../../relations/model.js";
import { planRelations } from "../../relations/relation-plan.js";
import { type RelationEngine, RelationEngineError } from "../relations/relation-engine.js";
import { certainSlots, excludingSlots } from "./certain-slots.js";
import { checkMany } from "./check-many.js";
import { listResources } from "./list-resources.js";
import { listSubjects } from "./list-subjects.js";
import { type OpenFgaClientLike, type OpenFgaCredentials, openFgaClient } from "./openfga-client.js";
import { type OpenFgaLimits, type OpenFgaServer, usualLimits } from "./openfga-server.js";
import { readTuples } from "./read-tuples.js";
import { writeTuples } from "./write-tuples.js";

/** What {@link openfgaEngine} may be told. */
export type OpenFgaEngineOptions = OpenFgaStoreOptions & (OpenFgaClientOption | OpenFgaServerOptions);

/** A client of the SDK that knows its server. */
export interface OpenFgaClientOption {
  readonly client: OpenFgaClientLike;
}

/** Where the server is. */
export interface OpenFgaServerOptions {
  readonly apiUrl: string;
  readonly credentials?: OpenFgaCredentials;
}

/** Which store is asked, by which model, and how. */
export interface OpenFgaStoreOptions {
  /** The relations of the policy set: those of a module are `policySet.relations`. */
  readonly model: RelationModel;
  readonly storeId: string;
  /** Of the same relations, as they were written there: `polc relations export --to openfga`. */
  readonly modelId: string;
  /** How long a check, a write or a page may take, in milliseconds; 2,000 unless given. */
  readonly timeout?: number;
  /** Limits of the server that are not the usual ones. */
  readonly limits?: Partial<OpenFgaLimits>;
  /** Is told why a check had no answers: nobody else is. */
  readonly onUnanswered?: (error: RelationEngineError) => void;
}

/**
 * A store of an OpenFGA server as the engine that answers a policy's relation questions.
 *
 * @throws RelationEngineError where OpenFGA cannot say what the model says, or the SDK is not installed
 *
 * @example
 * const engine = openfgaEngine({ apiUrl: "http://localhost:8080", storeId, modelId, model: policySet.relations });
 * await decideWith(engine, request);
 */
export function openfgaEngine(options: OpenFgaEngineOptions): RelationEngine {
  const closing = new AbortController();
  const server = serverOf(options, closing.signal);
  return {
    checkMany: (questions, settings) => checkMany(server, questions, settings),
    listResources: (subject, relation, type, settings) =>
      listResources(server, subject, relation, type, settings),
    listSubjects: (object, relation, type, settings) =>
      listSubjects(server, object, relation, type, settings),
    write: (write) => writeTuples(server, write),
    read: (filter, settings) => readTuples(server, filter, settings),
    close: async () => closing.abort(),
  };
}

function serverOf(options: OpenFgaEngineOptions, closing: AbortSignal): OpenFgaServer {
  const { model, storeId, modelId, timeout = 2000, limits, onUnanswered = () => {} } = options;
  const [problem] = toOpenFga(model).problems;
  if (problem !== undefined) throw new RelationEngineError("refused", problem.message);
  const plan = planRelations(model);
  return {
    api: ("client" in options ? options.client : openFgaClient(options.apiUrl, options.credentials)).api,
    storeId,
    modelId,
    plan,
    certain: certainSlots(plan),
    excluding: excludingSlots(plan),
    timeout,
    limits: { ...usualLimits, ...limits },
    closing,
    onUnanswered,
  };
}
