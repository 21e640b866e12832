import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../util/canonical-json.js";
import { isJsonObject } from "../util/json-object.js";
import type { EntityReference, RelationModel, RelationTuple, TupleSubject } from "./model.js";
import { planRelations } from "./relation-plan.js";
import { keyOf, type RelationStore, type RelationStoreOptions, relationStoreOver } from "./relation-store.js";
import { createTupleIndex, type TupleIndex } from "./tuple-index.js";
import { isSlot, slotOfTuple } from "./validate-tuple.js";

/*
 * JSON Lines: a head with the model's digest and the revision, the tuples in the order of their keys, and a foot with how many there
 * were and a digest of all before it. So a file that was cut off, or that another model's store wrote, is no snapshot.
 */

/** What reading a snapshot comes to. */
export type ReadSnapshot =
  | { readonly ok: true; readonly store: RelationStore }
  | { readonly ok: false; readonly problem: SnapshotProblem };

/** Why a text is no snapshot for the model. */
export interface SnapshotProblem {
  /** `foreign`: of another model. `broken`: changed, cut off, or no snapshot at all. */
  readonly code: "foreign_snapshot" | "broken_snapshot";
  readonly message: string;
  /** Counts from 1. */
  readonly line: number;
}

const format = "polc relations 1";

/** A digest of what the relations are: stores of models that have the same can read each other's snapshots. */
export function modelDigest(model: RelationModel): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalJson(model))))}`;
}

/**
 * The snapshot of a store, line by line. It is of the revision that the store has when this is called, whatever is written while it is read.
 *
 * @example
 * await pipeline(snapshotOf(store, model), createWriteStream("relations.jsonl"));
 */
export function snapshotOf(
  store: Pick<RelationStore, "revision" | "read">,
  model: RelationModel,
): AsyncIterable<string> & Iterable<string> {
  const keys = Array.from(store.read(), keyOf).sort();
  const head = JSON.stringify({ format, model: modelDigest(model), revision: store.revision });
  return {
    [Symbol.iterator]: () => linesOf(head, keys),
    async *[Symbol.asyncIterator]() {
      yield* linesOf(head, keys);
    },
  };
}

function* linesOf(head: string, keys: readonly string[]): Generator<string> {
  const digest = createLineDigest();
  yield digest.add(head);
  for (const key of keys) yield digest.add(key);
  yield `${JSON.stringify({ tuples: keys.length, sha256: digest.end() })}\n`;
}

/** A digest of lines, many at a time: one by one they would take as long as all the rest. */
function createLineDigest() {
  const digest = sha256.create();
  let open = "";
  return {
    /** Takes the line, and gives it back with its end. */
    add: (text: string): string => {
      const line = `${text}\n`;
      open += line;
      if (open.length > mostOpen) {
        digest.update(utf8ToBytes(open));
        open = "";
      }
      return line;
    },
    end: (): string => bytesToHex(digest.update(utf8ToBytes(open)).digest()),
  };
}

const mostOpen = 2 ** 16;

/**
 * A store with the tuples and the revision of a snapshot, whose text may come in parts of any length. Nothing of a broken snapshot is used.
 *
 * @example
 * const read = await readSnapshot(createReadStream("relations.jsonl", "utf8"), model);
 */
export async function readSnapshot(
  text: AsyncIterable<string> | Iterable<string>,
  model: RelationModel,
  options: Omit<RelationStoreOptions, "revision"> = {},
): Promise<ReadSnapshot> {
  const reader = new SnapshotReader(model);
  let rest = "";
  for await (const part of text) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (!reader.readLine(line)) return reader.refused();
  }
  if (rest !== "" || !reader.isComplete) return reader.refused();
  return { ok: true, store: relationStoreOver(reader.index, { ...options, revision: reader.revision }) };
}

/** Reads one line after the other; a class because each changes what the next may be. */
class SnapshotReader {
  readonly index: TupleIndex;
  revision = 0;
  isComplete = false;
  readonly #model: RelationModel;
  readonly #digest = createLineDigest();
  #line = 0;
  #last = "";
  #problem: Omit<SnapshotProblem, "line"> | undefined;

  constructor(model: RelationModel) {
    this.#model = model;
    this.index = createTupleIndex(planRelations(model));
  }

  /** Whether the line is what may stand there. */
  readLine(line: string): boolean {
    this.#line += 1;
    if (this.isComplete) return this.#refuse("something follows the end");
    if (this.#line === 1) return this.#readHead(line) && this.#keep(line);
    return line.startsWith("[") ? this.#readTuple(line) && this.#keep(line) : this.#readFoot(line);
  }

  refused(): ReadSnapshot {
    const problem = this.#problem ?? {
      code: "broken_snapshot" as const,
      message: "the snapshot was cut off",
    };
    return { ok: false, problem: { ...problem, line: this.#line } };
  }

  #keep(line: string): boolean {
    this.#digest.add(line);
    this.#last = line;
    return true;
  }

  #readHead(line: string): boolean {
    const head = parsed(line);
    if (!isJsonObject(head) || head.format !== format || !isCount(head.revision))
      return this.#refuse("this is no snapshot of relations");
    this.revision = head.revision;
    if (head.model === modelDigest(this.#model)) return true;
    this.#problem = { code: "foreign_snapshot", message: "the snapshot is of another model of relations" };
    return false;
  }

  #readTuple(line: string): boolean {
    const tuple = tupleOfKey(parsed(line));
    if (tuple === undefined || keyOf(tuple) !== line) return this.#refuse("this is no tuple");
    // The first line is the head, which stands before every tuple.
    if (this.#line > 2 && line <= this.#last) return this.#refuse("the tuples are not in their order");
    const slot = slotOfTuple(this.index.plan, tuple);
    if (!isSlot(slot)) return this.#refuse(slot.message);
    return this.index.add(slot, tuple);
  }

  #readFoot(line: string): boolean {
    const foot = parsed(line);
    if (!isJsonObject(foot)) return this.#refuse("this is no tuple");
    if (foot.tuples !== this.index.size || foot.sha256 !== this.#digest.end())
      return this.#refuse("the snapshot was changed after it was written");
    this.isComplete = true;
    return true;
  }

  #refuse(message: string): false {
    this.#problem = { code: "broken_snapshot", message };
    return false;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The tuple whose key this is, as JSON; undefined where it is none. */
export function tupleOfKey(key: unknown): RelationTuple | undefined {
  if (!Array.isArray(key) || key.length !== 4) return undefined;
  const [who, relation, type, id]: readonly unknown[] = key;
  const subject = Array.isArray(who) ? subjectOf(who) : undefined;
  if (subject === undefined || typeof relation !== "string" || typeof type !== "string") return undefined;
  return typeof id === "string" ? { subject, relation, object: { type, id } } : undefined;
}

function subjectOf(who: readonly unknown[]): TupleSubject | undefined {
  const [type, id, relation] = who;
  if (typeof type !== "string" || who.length > 3) return undefined;
  if (who.length === 1) return { type, everyone: true };
  if (typeof id !== "string") return undefined;
  const entity: EntityReference = { type, id };
  if (who.length === 2) return entity;
  return typeof relation === "string" ? { ...entity, relation } : undefined;
}
