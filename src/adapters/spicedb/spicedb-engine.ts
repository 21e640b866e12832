import { v1 } from "@authzed/authzed-node";
import type { RelationModel } from "../../relations/model.js";
import type { RelationEngine, RelationEngineError } from "../relations/relation-engine.js";
import { checkQuestions } from "./check-questions.js";
import { listResources, listSubjects } from "./list-entities.js";
import { createOwnWrites } from "./own-writes.js";
import { readTuples } from "./read-tuples.js";
import { spicedbNames } from "./spicedb-names.js";
import { callUnary, type SpicedbServer } from "./spicedb-server.js";
import { writeTuples } from "./write-tuples.js";

/** What {@link spicedbEngine} may be told. */
export type SpicedbEngineOptions = SpicedbOptions & (SpicedbClientOption | SpicedbServerOptions);

/** A client that knows its server. It is not closed with the engine. */
export interface SpicedbClientOption {
  readonly client: v1.ZedClientInterface;
}

/** Where the server is. */
export interface SpicedbServerOptions {
  /** `localhost:50051` */
  readonly endpoint: string;
  /** Its preshared key. */
  readonly token: string;
  /** `tls` unless given; with `plaintext` whoever is on the way can read the token, and answer in the server's place. */
  readonly security?: "tls" | "plaintext";
}

/** By which model a server is asked, and how. */
export interface SpicedbOptions {
  /** The relations of the policy set: those of a module are `policySet.relations`. */
  readonly model: RelationModel;
  /** How long a check, a list, a write or a page may take, in milliseconds; 2,000 unless given. */
  readonly timeout?: number;
  /** Is told why a check had no answers: nobody else is. */
  readonly onUnanswered?: (error: RelationEngineError) => void;
}

/** A server of SpiceDB as an engine. */
export interface SpicedbEngine extends RelationEngine {
  /**
   * Makes the model the server's schema, in the place of all that is there.
   *
   * @throws RelationEngineError where it was not made, as where there are tuples that the model does not have
   */
  writeSchema(): Promise<void>;
}

/**
 * A server of SpiceDB as the engine that answers a policy's relation questions. It sees what it wrote itself; others' writes it sees by their
 * tokens, or when SpiceDB likes.
 *
 * @throws RelationEngineError where SpiceDB cannot say what the model says
 *
 * @example
 * const engine = spicedbEngine({ endpoint: "localhost:50051", token: key, security: "plaintext", model: policySet.relations });
 * await decideWith(engine, request);
 */
export function spicedbEngine(options: SpicedbEngineOptions): SpicedbEngine {
  const closing = new AbortController();
  const server = serverOf(options, closing.signal);
  return {
    checkMany: (questions, settings) => checkQuestions(server, questions, settings),
    listResources: (subject, relation, type, settings = {}) =>
      listResources(server, subject, relation, type, settings),
    listSubjects: (object, relation, type, settings = {}) =>
      listSubjects(server, object, relation, type, settings),
    write: (write) => writeTuples(server, write),
    read: (filter, settings) => readTuples(server, filter, settings),
    writeSchema: () => writeSchema(server),
    close: async () => {
      closing.abort();
      if (!("client" in options)) server.client.close();
    },
  };
}

function serverOf(options: SpicedbEngineOptions, closing: AbortSignal): SpicedbServer {
  const { model, timeout = 2000, onUnanswered } = options;
  return {
    names: spicedbNames(model),
    client: clientOf(options),
    ownWrites: createOwnWrites(),
    timeout,
    closing,
    onUnanswered: (error) => {
      try {
        onUnanswered?.(error);
      } catch {
        // Whoever listens must not be able to keep a decision from its answers.
      }
    },
  };
}

function clientOf(options: SpicedbClientOption | SpicedbServerOptions): v1.ZedClientInterface {
  if ("client" in options) return options.client;
  const { endpoint, token, security = "tls" } = options;
  const { SECURE, INSECURE_PLAINTEXT_CREDENTIALS } = v1.ClientSecurity;
  return v1.NewClient(token, endpoint, security === "tls" ? SECURE : INSECURE_PLAINTEXT_CREDENTIALS);
}

async function writeSchema(server: SpicedbServer): Promise<void> {
  await callUnary<v1.WriteSchemaResponse>(server, {}, (settings, done) =>
    server.client.writeSchema({ schema: server.names.schema }, settings, done),
  );
}
