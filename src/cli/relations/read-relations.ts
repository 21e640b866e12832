import type { RelationModel, RelationTuple } from "../../relations/model.js";
import { createRelationStore, type RelationStore } from "../../relations/relation-store.js";
import { readSnapshot } from "../../relations/snapshot.js";
import type { CliHost } from "../cli-host.js";
import { type Line, readLines } from "../read-lines.js";

/** A store with the tuples of a file, or why there is none: in one sentence, for people. */
export type ReadRelations =
  | { readonly ok: true; readonly store: RelationStore }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a file of tuples: JSON Lines, a tuple on each, or a snapshot of a store. A tuple that the model does not take is a problem, since leaving it
 * out would change who may do what.
 */
export async function readRelations(
  host: Pick<CliHost, "openFile">,
  path: string,
  model: RelationModel,
): Promise<ReadRelations> {
  const chunks = await host.openFile(path);
  if (chunks === undefined) return failed(`there is no file \`${path}\``);
  const lines = readLines(chunks);
  const first = await lines.next();
  if (first.done) return { ok: true, store: createRelationStore(model) };
  const all = startingWith(first.value, lines);
  return isSnapshot(first.value.text) ? fromSnapshot(all, path, model) : fromTuples(all, path, model);
}

function failed(problem: string): ReadRelations {
  return { ok: false, problem };
}

async function* startingWith(first: Line, rest: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield first;
  yield* rest;
}

function isSnapshot(text: string): boolean {
  const head = parsed(text);
  return typeof head === "object" && head !== null && "format" in head;
}

async function fromSnapshot(
  lines: AsyncIterable<Line>,
  path: string,
  model: RelationModel,
): Promise<ReadRelations> {
  const read = await readSnapshot(textOf(lines), model);
  if (read.ok) return read;
  return failed(`\`${path}\`, line ${read.problem.line}: ${read.problem.message}`);
}

async function* textOf(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  for await (const { text } of lines) yield `${text}\n`;
}

async function fromTuples(
  lines: AsyncIterable<Line>,
  path: string,
  model: RelationModel,
): Promise<ReadRelations> {
  const store = createRelationStore(model, { remembered: 1 });
  for await (const { number, text, problem } of lines) {
    if (problem !== undefined) return failed(`\`${path}\`, line ${number}: ${problem}`);
    if (text.trim() === "") continue;
    const tuple = parsed(text);
    if (tuple === undefined) return failed(`\`${path}\`, line ${number}: this is no JSON`);
    // The store takes nothing of a tuple's form for granted.
    const written = store.write({ touch: [tuple as RelationTuple] });
    if (!written.ok)
      return failed(
        `\`${path}\`, line ${number}: ${written.problems.map(({ message }) => message).join("; ")}`,
      );
  }
  return { ok: true, store };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
