import type { RelationAnswer } from "../../relations/evaluation.js";
import { missingName } from "../../relations/missing-name.js";
import type { RelationQuestion } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { callServer } from "./call-server.js";
import { inParallel } from "./in-parallel.js";
import { objectName, subjectName } from "./names.js";
import type { TupleKey } from "./openfga-client.js";
import { consistencyOf, type OpenFgaServer } from "./openfga-server.js";

/**
 * The answers in the order of the questions. Questions that are alike are asked once, and each request has as many as the server takes.
 * Never rejects: what is not answered is `unknown`.
 */
export async function checkMany(
  server: OpenFgaServer,
  questions: readonly RelationQuestion[],
  options: ReadOptions = {},
): Promise<readonly RelationAnswer[]> {
  const asked = questions.map((question) => readQuestion(server, question));
  const checks = new Map(asked.flatMap((found) => (typeof found === "string" ? [] : [[found.key, found]])));
  const batches = chunksOf([...checks.values()], server.limits.checks);
  const end = performance.now() + (options.timeout ?? server.timeout);
  const check = (batch: readonly Check[]) =>
    checkBatch(server, batch, { ...options, timeout: end - performance.now() });
  const answers = new Map((await inParallel(mostRequests, batches, check)).flat());
  return asked.map((found) => (typeof found === "string" ? found : (answers.get(found.key) ?? "unknown")));
}

/** How many requests are under way at a time. */
const mostRequests = 8;

/** A question as OpenFGA is asked it. */
interface Check {
  readonly key: string;
  readonly slot: number;
  readonly tuple: TupleKey;
}

/** `unknown` where there is no way to ask. */
function readQuestion(server: OpenFgaServer, question: RelationQuestion): Check | RelationAnswer {
  const { subject, relation, object } = question;
  const slot = server.plan.types.get(object.type)?.get(relation);
  const missing = missingName(server.plan, question);
  if (missing !== undefined) server.onUnanswered(new RelationEngineError("refused", `OpenFGA: ${missing}`));
  if (slot === undefined || missing !== undefined) return "unknown";
  const [user, name] = [subjectName(subject), objectName(object)];
  if (user === undefined || name === undefined) return "unknown";
  const tuple = { user, relation, object: name };
  return { key: JSON.stringify(tuple), slot: slot.index, tuple };
}

interface TimedOptions extends ReadOptions {
  readonly timeout: number;
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}

async function checkBatch(
  server: OpenFgaServer,
  batch: readonly Check[],
  options: TimedOptions,
): Promise<readonly (readonly [string, RelationAnswer])[]> {
  try {
    const answers = await askBatch(server, batch, options);
    return batch.map(({ key, slot }, index) => {
      const answer = answers[index] ?? "unknown";
      return [key, answer === "no" && !server.certain.has(slot) ? "unknown" : answer];
    });
  } catch (error) {
    if (!(error instanceof RelationEngineError)) throw error;
    server.onUnanswered(error);
    return [];
  }
}

async function askBatch(
  server: OpenFgaServer,
  batch: readonly Check[],
  options: TimedOptions,
): Promise<readonly RelationAnswer[]> {
  // Nobody else has these ids, so an answer to another request is not taken for one to this.
  const prefix = crypto.randomUUID().replaceAll("-", "");
  const checks = batch.map(({ tuple }, index) => ({
    tuple_key: tuple,
    correlation_id: `${prefix}-${index}`,
  }));
  const body = { checks, authorization_model_id: server.modelId, ...consistencyOf(options) };
  const { result } = await callServer(
    server,
    { timeout: options.timeout, signal: options.signal, isRepeatable: true },
    (settings) => server.api.batchCheck(server.storeId, body, settings),
  );
  return readAnswers(
    result,
    checks.map(({ correlation_id }) => correlation_id),
  );
}

function readAnswers(result: unknown, ids: readonly string[]): readonly RelationAnswer[] {
  const answers = new Map(typeof result === "object" && result !== null ? Object.entries(result) : []);
  const isForeign = [...answers.keys()].some((id) => !ids.includes(id));
  if (isForeign)
    throw new RelationEngineError("protocol", "OpenFGA: the answer is to something that was not asked");
  return ids.map((id) => readAnswer(answers.get(id)));
}

/** One result has `allowed` or an `error`: that it goes too deep, that a condition lacks its context, that it took too long. */
function readAnswer(result: unknown): RelationAnswer {
  if (typeof result !== "object" || result === null || "error" in result) return "unknown";
  const allowed: unknown = "allowed" in result ? result.allowed : undefined;
  return allowed === true ? "yes" : allowed === false ? "no" : "unknown";
}
