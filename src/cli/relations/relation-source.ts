import { oneAtATime } from "../../adapters/enforcement/one-at-a-time.js";
import type { PolicySource } from "../../adapters/enforcement/policy-source.js";
import { watchFile } from "../../adapters/enforcement/watch-file.js";
import type { RelationModel } from "../../relations/model.js";
import { modelDigest } from "../../relations/snapshot.js";
import type { RelationAnswers } from "../../runtime/answers.js";
import type { RelationAnswer } from "../../runtime/decision.js";
import { messageOf } from "../../util/message-of.js";

/** Who answers relation questions while a command runs. */
export interface RelationSource extends RelationAnswers {
  /** Looks at what it answers from anew; resolves when it answers by what there is by now. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** What answers can come from. */
export interface RelationOrigin {
  /** For people: a path, an address. */
  readonly name: string;
  /** The file that is read as a whole, and so has to be read anew when it changes. */
  readonly file?: string;
  /** Opens it for a model. Throws where it cannot, with a message for people. */
  open(model: RelationModel): Promise<OpenedRelations>;
}

/** What answers, until it is closed. */
export interface OpenedRelations extends RelationAnswers {
  close?(): Promise<void> | void;
}

/** What a source goes with. */
export interface RelationSourceOptions {
  /** Whose relations are asked about. */
  readonly policy: PolicySource;
  readonly origin: RelationOrigin;
  /** Whether a file is read anew when it changes. */
  readonly watch: boolean;
  /** Told what an operator should know, in a line. */
  readonly tell: (line: string) => void;
  /** For how long a file that cannot be read any more is tried again, in milliseconds: someone may be writing it. 1000 unless given. */
  readonly patience?: number;
}

/**
 * Opens who answers relation questions, for the relations of the policy in force. It never throws for what cannot be opened: nothing is
 * answered then, and so nothing is allowed by it. The same holds while a policy with other relations is in force already, and what answers
 * is still that of the one before.
 */
export async function openRelationSource(options: RelationSourceOptions): Promise<RelationSource> {
  const { policy, origin, watch } = options;
  const held: Held = { opened: undefined, isStale: false, isClosed: false };
  const renew = oneAtATime(() => renewHeld(held, options));
  const reload = () => {
    // What does not answer may do so by now.
    held.isStale = origin.file !== undefined || held.opened === undefined;
    return renew();
  };
  const forget = policy.onChange(() => void renew());
  const watcher = watch && origin.file !== undefined ? watchFile(origin.file, reload) : undefined;
  await renew();
  return {
    checkMany: (questions) =>
      held.opened !== undefined && held.opened.digest === digestOf(policy.current()?.policySet.relations)
        ? held.opened.answers.checkMany(questions)
        : questions.map((): RelationAnswer => "unknown"),
    reload,
    close: async () => {
      held.isClosed = true;
      forget();
      watcher?.close();
      await close(held);
    },
  };
}

/** What a source has at a time. */
interface Held {
  opened: Opened | undefined;
  /** Whether it may be another one by now. */
  isStale: boolean;
  isClosed: boolean;
}

/** Opens what answers for the policy in force, in place of what answered before. */
async function renewHeld(
  held: Held,
  { policy, origin, tell, patience = 1000 }: RelationSourceOptions,
): Promise<void> {
  const model = policy.current()?.policySet.relations;
  const digest = digestOf(model);
  if (held.isClosed || (held.opened?.digest === digest && !held.isStale)) return;
  const isFirst = held.opened === undefined && !held.isStale;
  held.isStale = false;
  // What is read as a whole answers until the next is there; what is kept elsewhere may be open once only.
  if (origin.file === undefined) await close(held);
  const next = model && (await attempt(origin, model, isFirst ? 0 : patience));
  const { opened: before } = held;
  held.opened = next && digest && "answers" in next ? { digest, answers: next.answers } : undefined;
  await before?.answers.close?.();
  if (held.isClosed) return close(held);
  if (next && "problem" in next) tell(`relations: ${next.problem}; nothing is known of any`);
  else if (next && !isFirst) tell(`relations: ${origin.name} is read`);
}

async function close(held: Held): Promise<void> {
  const { opened } = held;
  held.opened = undefined;
  await opened?.answers.close?.();
}

/** What answers, and the digest of the relations that it knows. */
interface Opened {
  readonly digest: string;
  readonly answers: OpenedRelations;
}

const digests = new WeakMap<RelationModel, string>();

/** Undefined where there are no relations: what is asked about them is asked of no policy in force. */
function digestOf(model: RelationModel | undefined): string | undefined {
  if (model === undefined) return undefined;
  const digest = digests.get(model) ?? modelDigest(model);
  digests.set(model, digest);
  return digest;
}

const pause = 50;

async function attempt(
  origin: RelationOrigin,
  model: RelationModel,
  patience: number,
): Promise<{ readonly answers: OpenedRelations } | { readonly problem: string }> {
  for (let waited = 0; ; waited += pause) {
    try {
      return { answers: await origin.open(model) };
    } catch (error) {
      if (waited >= patience) return { problem: messageOf(error) };
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
