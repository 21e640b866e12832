import { contentOf } from "../source/moved.js";
import type { AssertDeclaration, Declaration, RuleDeclaration } from "../syntax/ast.js";
import type { OpenChecker } from "./callables.js";
import type { Checker } from "./checker.js";
import type { Declarations } from "./declarations.js";
import type { Report } from "./reporter.js";
import type { JsonTypeSource, TypeResolver } from "./resolve-type.js";
import type { TypedAssertion, TypedRule } from "./typed-policy-set.js";

/**
 * What was found of the version of a policy set that was checked last. Syntax trees stand for their text: what is found of a tree holds
 * as long as it is the same object, and all that it can see is.
 */
export interface CheckMemory {
  seen?: Seen;
}

/** What sentences can see, and what was found of the sentences that saw it. */
interface Seen {
  readonly declarations: readonly Declaration[];
  readonly jsonType: JsonTypeSource;
  readonly declared: Declared;
  /** The names that the declarations use. */
  readonly used: ReadonlySet<string>;
  readonly said: readonly Said[];
  readonly sentences: SentenceMemory;
}

/** What was found of rules and assertions. */
export interface SentenceMemory {
  readonly rules: WeakMap<RuleDeclaration, Found<TypedRule>>;
  readonly assertions: WeakMap<AssertDeclaration, Found<TypedAssertion>>;
}

/** A sentence as typed, with what the check of it left behind. */
interface Found<Typed> {
  readonly typed: Typed | undefined;
  readonly used: ReadonlySet<string>;
  readonly said: readonly Said[];
}

type Said = Parameters<Report>;

/** The checked declarations: what every sentence goes by. */
export interface Declared {
  readonly checker: OpenChecker;
  readonly resolver: TypeResolver;
}

/**
 * The declarations as they were checked before, if they are the same; checked by `check` if not. Where something is wrong with them, or
 * did not parse, nothing is remembered: then the checker leaves out what is no news, and that hangs on more than it sees.
 */
export function declaredOnce(
  memory: CheckMemory,
  declarations: Declarations,
  jsonType: JsonTypeSource,
  visible: readonly Declaration[],
  report: Report,
  check: (report: Report) => Declared,
): Declared {
  if (declarations.brokenNames.size > 0) return check(report);
  const { seen } = memory;
  if (seen !== undefined && seen.jsonType === jsonType && areSame(seen.declarations, visible))
    return again(seen, declarations, report);
  const said: Said[] = [];
  const declared = check(recorderOf(said));
  for (const each of said) report(...each);
  const { checker } = declared;
  if (declarations.brokenNames.size > 0) return { ...declared, checker: { ...checker, report } };
  const sentences: SentenceMemory = { rules: new WeakMap(), assertions: new WeakMap() };
  memory.seen = {
    declarations: visible,
    jsonType,
    declared,
    used: new Set(checker.used),
    said,
    sentences,
  };
  return { ...declared, checker: { ...checker, report, sentences } };
}

function areSame(before: readonly Declaration[], now: readonly Declaration[]): boolean {
  return before.length === now.length && before.every((declaration, index) => declaration === now[index]);
}

function again(
  { declared, used, said, sentences }: Seen,
  declarations: Declarations,
  report: Report,
): Declared {
  for (const each of said) report(...each);
  const checker = { ...declared.checker, declarations, report, used: new Set(used), sentences };
  return { ...declared, checker };
}

/**
 * A sentence as it was checked before, if it was; checked by `check` if not. What its check says and uses is said and used again. `move` makes of what
 * was typed before a declaration moved what it comes to where it stands now.
 */
export function checkedOnce<Node extends object, Typed>(
  checker: Checker,
  known: WeakMap<Node, Found<Typed>> | undefined,
  node: Node,
  check: (checker: Checker) => Typed | undefined,
  move?: (typed: Typed, node: Node) => Typed,
): Typed | undefined {
  if (known === undefined) return check(checker);
  const found = known.get(node) ?? foundMoved(known, node, move) ?? find(checker, check);
  known.set(node, found);
  for (const name of found.used) checker.used.add(name);
  for (const said of found.said) checker.report(...said);
  return found.typed;
}

/** What was found of a sentence before it moved, if there is nothing to say of it. */
function foundMoved<Node extends object, Typed>(
  known: WeakMap<Node, Found<Typed>>,
  node: Node,
  move: ((typed: Typed, node: Node) => Typed) | undefined,
): Found<Typed> | undefined {
  const found = known.get(contentOf(node));
  if (move === undefined || found?.typed === undefined || found.said.length > 0) return undefined;
  return { ...found, typed: move(found.typed, node) };
}

function find<Typed>(checker: Checker, check: (checker: Checker) => Typed | undefined): Found<Typed> {
  const used = new Set<string>();
  const said: Said[] = [];
  const typed = check({ ...checker, used, report: recorderOf(said) });
  return { typed, used, said };
}

function recorderOf(said: Said[]): Report {
  return (...each) => {
    said.push(each);
  };
}
