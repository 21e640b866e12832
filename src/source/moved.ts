import { rememberedOf } from "../util/remembered.js";
import type { Span } from "./span.js";

/*
 * After an edit, most of a file says what it said before, some lines further up or down. What moved is made of what was there before, its
 * *content*: so whatever was found of the content, and has no places in it, holds of what moved.
 */

/** Gives trees as they stand after a move: the same object where no place in it moved, and the same one whenever it is asked for the same tree. */
export type Mover = <Tree>(tree: Tree) => Tree;

/** Moves what stands within a span; places elsewhere, such as of a definition that a rule uses, stay. */
export function moverOf(from: Span, by: number): Mover {
  const known = new Map<object, object>();
  const moved = (value: unknown): unknown => {
    if (!isTree(value)) return value;
    const before = known.get(value);
    if (before !== undefined) return before;
    const now = isSpan(value) ? movedSpan(value, from, by) : withParts(value, moved);
    known.set(value, now);
    return now;
  };
  // What moved has the form that it had.
  return <Tree>(tree: Tree) => moved(tree) as Tree;
}

/** Lists and plain records are all that trees are made of. What has a kind and no place, a type or a piece of a pattern, has none in it either. */
function isTree(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  return Object.getPrototypeOf(value) === Object.prototype && ("span" in value || !("kind" in value));
}

function isSpan(value: object): value is Span {
  return "file" in value && "start" in value && "end" in value;
}

function movedSpan(span: Span, from: Span, by: number): Span {
  const isWithin = span.file === from.file && from.start <= span.start && span.end <= from.end;
  return isWithin ? { file: span.file, start: span.start + by, end: span.end + by } : span;
}

function withParts(value: object, change: (part: unknown) => unknown): object {
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value.map(change);
    return parts.every((part, index) => part === value[index]) ? value : parts;
  }
  let changed: { [name: string]: unknown } | undefined;
  for (const [name, part] of Object.entries(value)) {
    const now = change(part);
    if (now === part) continue;
    // A copy has its members in the same order.
    changed ??= { ...value };
    changed[name] = now;
  }
  return changed ?? value;
}

interface Origin {
  readonly content: object;
  readonly mover: Mover;
}

const origins = new WeakMap<object, Origin>();

/** Notes what an object is the moved form of. */
export function noteMoved<T extends object>(object: T, content: T, mover: Mover): T {
  origins.set(object, { content, mover });
  return object;
}

/** What an object that moved was made of: both say the same. Of what did not move, it is the object itself. */
export function contentOf<T extends object>(object: T): T {
  // What is noted under an object has its type.
  return (origins.get(object)?.content as T | undefined) ?? object;
}

/** What was found in the content of an object, where the object stands. */
export function placedIn<Tree>(object: object, found: Tree): Tree {
  const origin = origins.get(object);
  return origin === undefined ? found : origin.mover(found);
}

/** {@link rememberedOf} for what has no places in it: what moved has the same. */
export function rememberedOfContent<K extends object, V>(make: (content: K) => V): (object: K) => V {
  const ofContent = rememberedOf(make);
  return (object) => ofContent(contentOf(object));
}
