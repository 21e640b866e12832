import type { RelationStore } from "../../relations/relation-store.js";
import type { RelationEngine } from "./relation-engine.js";

/**
 * A store of this process, in memory or over a database, as an engine: so that what is written for engines runs on it. It always sees all
 * writes, so it asks for no token, and its answers are there at once.
 *
 * @example
 * const engine = engineOf(createRelationStore(policySet.relations));
 * await decideWith(engine, request);
 */
export function engineOf(store: RelationStore): RelationEngine {
  return {
    checkMany: async (questions) => store.checkMany(questions),
    listResources: async (subject, relation, type) => store.listResources(subject, relation, type),
    listSubjects: async (object, relation, type) => store.listSubjects(object, relation, type),
    write: async (write) => {
      const written = store.write(write);
      return written.ok ? { ok: true, token: String(written.revision) } : written;
    },
    read: async function* (filter) {
      yield* [...store.read(filter)];
    },
    close: async () => undefined,
  };
}
