/** How many characters may wait. Whoever asks for more decisions than the log can keep is told so, before memory runs out. */
const mostWaiting = 16 * 1024 * 1024;

/** Lines on their way to where they are kept. */
export interface LineQueue {
  /** Resolves when the line is kept; rejects if it could not be, or if too many wait. */
  push(line: string): Promise<void>;
  /** Resolves when no line waits. */
  idle(): Promise<void>;
}

/** Hands on lines in their order, one append after the other; those that come meanwhile go together in the next. */
export function createLineQueue(append: (text: string) => Promise<void>): LineQueue {
  let waiting: Waiting[] = [];
  let characters = 0;
  let draining: Promise<void> | undefined;
  const drain = async () => {
    // Whoever writes several lines in one step has them written together.
    await undefined;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(batch, append);
      for (const { line } of batch) characters -= line.length;
    }
    draining = undefined;
  };
  return {
    push: (line) =>
      new Promise((resolve, reject) => {
        if (characters + line.length > mostWaiting) throw new Error("the audit log does not keep up");
        characters += line.length;
        waiting.push({ line, resolve, reject });
        draining ??= drain();
      }),
    idle: async () => draining,
  };
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

async function settle(batch: readonly Waiting[], append: (text: string) => Promise<void>): Promise<void> {
  try {
    await append(batch.map(({ line }) => line).join(""));
    for (const { resolve } of batch) resolve();
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
