import { setTimeout as delay } from "node:timers/promises";
import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { readValidText } from "../../disk/disk-host.js";
import { emptySpan } from "../../source/span.js";
import type { JsonFileResult } from "../../testing/authzen/json-file.js";
import { oneAtATime } from "../enforcement/one-at-a-time.js";
import { watchFile } from "../enforcement/watch-file.js";
import { type EntityDirectory, readEntityDirectory } from "./entity-directory.js";

/** Where what is known of entities comes from, now. */
export interface EntitySource {
  /** Undefined where it cannot be read: no decision can be relied on then. */
  current(): EntityDirectory | undefined;
  /** Why it cannot be read. */
  problem(): Diagnostic | undefined;
  /** Reads it anew; resolves when `current` is what there is by now. */
  reload(): Promise<void>;
  close(): void;
}

/**
 * Entities that never change.
 *
 * @example
 * fixedEntities(readEntityDirectory({ path: "entities.json", text }).value);
 */
export function fixedEntities(directory: EntityDirectory): EntitySource {
  return { current: () => directory, problem: () => undefined, reload: async () => {}, close: () => {} };
}

/** What {@link openEntities} may be told. */
export interface OpenEntitiesOptions {
  /** Whether the file is read anew when it changes. Off unless `true`. */
  readonly watch?: boolean;
  /** For how long a file that cannot be read is tried again, in milliseconds: someone may be writing it. 1000 unless given. */
  readonly patience?: number;
  /** Called after each reading but the first. */
  readonly onRead?: (problem: Diagnostic | undefined) => void;
}

/**
 * Opens a file of entities, and reads it. It never throws for a file that cannot be read: there is no current directory then. What was read
 * before is not used in its place, since it may say what is true no longer.
 */
export async function openEntities(path: string, options: OpenEntitiesOptions = {}): Promise<EntitySource> {
  const state = { read: readEntities(path), isClosed: false };
  const reload = oneAtATime(async () => {
    const read = await readPatiently(path, options.patience ?? 1000);
    if (state.isClosed) return;
    state.read = read;
    options.onRead?.(read.diagnostic);
  });
  const watcher = options.watch === true ? watchFile(path, () => void reload()) : undefined;
  return {
    current: () => state.read.value,
    problem: () => state.read.diagnostic,
    reload,
    close: () => {
      state.isClosed = true;
      watcher?.close();
    },
  };
}

const pause = 50;

async function readPatiently(path: string, patience: number): Promise<JsonFileResult<EntityDirectory>> {
  for (let waited = 0; ; waited += pause) {
    const read = readEntities(path);
    if (read.value !== undefined || waited >= patience) return read;
    await delay(pause);
  }
}

function readEntities(path: string): JsonFileResult<EntityDirectory> {
  const text = readValidText(path);
  if (text !== undefined) return readEntityDirectory({ path, text });
  const message = `there is no file \`${path}\` that can be read and is UTF-8`;
  return { diagnostic: createDiagnostic("POL4050", emptySpan(), message) };
}
