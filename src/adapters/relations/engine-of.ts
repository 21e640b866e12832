import type { RelationStore } from "../../relations/relation-store.js";
import { messageOf } from "../../util/message-of.js";
import { type RelationEngine, RelationEngineError } from "./relation-engine.js";

/**
 * A store of this process, in memory or over a database, as an engine: so that what is written for engines runs on it. It always sees all
 * writes, so it asks for no token, and its answers are there at once. A database that is closed or changed answers nothing.
 *
 * @example
 * const engine = engineOf(createRelationStore(policySet.relations));
 * await decideWith(engine, request);
 */
export function engineOf(store: RelationStore & { close?(): void }): RelationEngine {
  return {
    checkMany: async (questions) => {
      try {
        return store.checkMany(questions);
      } catch {
        return questions.map(() => "unknown" as const);
      }
    },
    listResources: async (subject, relation, type) =>
      attempt(() => store.listResources(subject, relation, type)),
    listSubjects: async (object, relation, type) => attempt(() => store.listSubjects(object, relation, type)),
    write: async (write) => {
      const written = attempt(() => store.write(write));
      return written.ok ? { ok: true, token: String(written.revision) } : written;
    },
    read: async function* (filter) {
      yield* attempt(() => [...store.read(filter)]);
    },
    close: async () => {
      store.close?.();
    },
  };
}

/** A store in memory throws nothing; one over a database says with a code what became of it. */
function attempt<R>(ask: () => R): R {
  try {
    return ask();
  } catch (cause) {
    const isOpen = cause instanceof Error && "code" in cause && cause.code === "uncertain";
    throw new RelationEngineError(isOpen ? "unavailable" : "refused", messageOf(cause), { cause });
  }
}
