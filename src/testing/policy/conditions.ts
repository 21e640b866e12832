import { type Choices, chance, pick, pickAny, weighted } from "../choices.js";
import { hasLiteral, literal } from "./literals.js";
import type { EnvironmentModel } from "./model.js";
import { attributeName, level, operand, type Phrase, primary } from "./pol-text.js";
import { relationTest } from "./relation-tests.js";
import {
  bound,
  type Condition,
  type Guard,
  guardText,
  knowing,
  narrowed,
  openGuards,
  type Path,
  plain,
  type Root,
  rootTypes,
  type Scope,
  settledBy,
} from "./scope.js";
import { subjectOf } from "./subjects.js";
import { isTestable, testOf } from "./tests.js";
import { callOf } from "./values.js";

/** A random condition; `depth` bounds how far it nests. */
export function generateCondition(scope: Scope, depth: number): Condition {
  const nested = depth > 0 ? 1 : 0;
  const form = weighted<(scope: Scope, depth: number) => Condition | undefined>(scope.generation.choices, [
    [12, atom],
    [4 * nested, conjunction],
    [3 * nested, disjunction],
    [2 * nested, negation],
    [nested, choice],
    [3 * nested, quantified],
    [2, presence],
    [2 * nested, discriminated],
    [3 * nested, typeTested],
    [scope.asks ? 2 : 0, called],
    [5, relationTest],
  ]);
  return form(scope, depth) ?? atom(scope);
}

/** A test of something readable, guarded or defaulted where it may be absent. */
function atom(scope: Scope): Condition {
  const { choices } = scope.generation;
  const paths = scope.paths.filter((each) => isTestable(each.type) && !scope.tested.has(each.text));
  const path = pickByKind(choices, paths);
  if (!path) return exhausted(scope);
  const open = openGuards(scope, path);
  if (open.length === 0) return tested(scope, path);
  if (hasLiteral(path.type) && path.type.kind !== "List" && chance(choices, 35))
    return defaulted(scope, path);
  return guarded(scope, path, open);
}

/** A path of some kind of type: strings are many, and every kind matters as much. */
function pickByKind(choices: Choices, paths: readonly Path[]): Path | undefined {
  const kinds = [...new Set(paths.map((each) => each.type.kind))];
  const kind = pickAny(choices, kinds);
  return pickAny(
    choices,
    paths.filter((each) => each.type.kind === kind),
  );
}

/** Where everything was tested already: a test of a value with itself, which types do not settle. */
function exhausted(scope: Scope): Condition {
  const path = pickAny(
    scope.generation.choices,
    scope.paths.filter((each) => isTestable(each.type) && openGuards(scope, each).length === 0),
  );
  if (!path) return plain(primary("true"));
  const text = path.type.kind === "List" ? `${path.text}.length` : path.text;
  return plain({ text: `${text} == ${text}`, level: level.test });
}

function tested(scope: Scope, path: Path): Condition {
  return testOf(scope, subjectOf(scope, path));
}

/** `path ?? literal` in a test. */
function defaulted(scope: Scope, path: Path): Condition {
  const { choices } = scope.generation;
  const fallback = operand(literal(choices, path.type), level.coalesce);
  return testOf(scope, {
    text: `${path.text} ?? ${fallback}`,
    level: level.coalesce,
    type: path.type,
    key: path.text,
  });
}

/** `x has a and …`, `if x has a then … else …`. */
function guarded(scope: Scope, path: Path, open: readonly Guard[]): Condition {
  const { choices } = scope.generation;
  const guards = guardPhrase(scope, open);
  const known = open.map(guardText);
  const test = tested(knowing(scope, known), path);
  if (chance(choices, 20)) {
    const other = chance(choices, 50) ? primary("false") : atom(knowing(scope, [], test.tested));
    return plain({
      text: `if ${operand(guards, level.or)} then ${test.text} else ${other.text}`,
      level: level.expression,
    });
  }
  const text = `${operand(guards, level.and)} and ${operand(test, level.not)}`;
  return { text, level: level.and, known: [...known, ...test.known], tested: test.tested };
}

function guardPhrase(scope: Scope, guards: readonly Guard[]): Phrase {
  const [first] = guards;
  const last = guards.at(-1);
  if (!first || !last) return primary("true");
  const between = last.object.slice(first.object.length);
  if (guards.length > 1 && !between.includes("[") && chance(scope.generation.choices, 60)) {
    return {
      text: `${first.object} has ${between.slice(1)}.${attributeName(last.name)}`,
      level: level.test,
    };
  }
  return { text: guards.map(guardText).join(" and "), level: guards.length === 1 ? level.test : level.and };
}

function conjunction(scope: Scope, depth: number): Condition {
  const left = scope.grow.condition(scope, depth - 1);
  const right = scope.grow.condition(knowing(scope, left.known, left.tested), depth - 1);
  return {
    text: `${operand(left, level.and)} and ${operand(right, level.not)}`,
    level: level.and,
    known: [...left.known, ...right.known],
    tested: [...left.tested, ...right.tested],
  };
}

function disjunction(scope: Scope, depth: number): Condition {
  const left = scope.grow.condition(scope, depth - 1);
  const right = scope.grow.condition(knowing(scope, [], left.tested), depth - 1);
  return plain({ text: `${operand(left, level.or)} or ${operand(right, level.and)}`, level: level.or }, [
    ...left.tested,
    ...right.tested,
  ]);
}

function negation(scope: Scope, depth: number): Condition {
  const inner = scope.grow.condition(scope, depth - 1);
  return plain({ text: `not ${operand(inner, level.not)}`, level: level.not }, inner.tested);
}

function choice(scope: Scope, depth: number): Condition {
  const condition = scope.grow.condition(scope, 0);
  const then = scope.grow.condition(knowing(scope, condition.known, condition.tested), depth - 1);
  const otherwise = scope.grow.condition(
    knowing(scope, [], [...condition.tested, ...then.tested]),
    depth - 1,
  );
  return plain(
    {
      text: `if ${operand(condition, level.or)} then ${then.text} else ${otherwise.text}`,
      level: level.expression,
    },
    [...condition.tested, ...then.tested, ...otherwise.tested],
  );
}

/** `any x in list: …`, over a list's elements or a map's keys. */
function quantified(scope: Scope, depth: number): Condition | undefined {
  const { choices } = scope.generation;
  const path = pickAny(
    choices,
    scope.paths.filter((each) => each.type.kind === "List" || each.type.kind === "Map"),
  );
  if (!path) return undefined;
  const open = openGuards(scope, path);
  const inner = knowing(scope, open.map(guardText));
  const quantifier = pick(choices, ["any", "all"]);
  const variable = variableName(scope);
  const [element, ...others] = elementsOf(path, variable);
  const within = [element, ...others].reduce(bound, inner);
  const subject = pick(choices, [element, ...others]);
  const body =
    isTestable(subject.type) && chance(choices, 60)
      ? tested(within, subject)
      : scope.grow.condition(within, depth - 1);
  const text = `${quantifier} ${variable} in ${path.text}: ${body.text}`;
  if (open.length === 0) return plain({ text, level: level.expression });
  return plain({ text: `${operand(guardPhrase(scope, open), level.and)} and (${text})`, level: level.and });
}

/** What a quantifier's variable is; over a map, the key and the entry that it leads to. */
function elementsOf(path: Path, variable: string): readonly [Path, ...Path[]] {
  const { type, guards } = path;
  if (type.kind === "List") return [{ text: variable, type: type.element, guards: [] }];
  const key: Path = { text: variable, type: { kind: "String" }, guards: [] };
  return type.kind === "Map" ? [key, { text: `${path.text}[${variable}]`, type: type.value, guards }] : [key];
}

function variableName(scope: Scope): string {
  const { choices, namer } = scope.generation;
  const taken = new Set(scope.bindings.map((each) => each.text));
  const name = pick(choices, ["x", "item", "to", "of", "each", "any"]);
  return taken.has(name) ? namer.unique("variable", "inner") : name;
}

/** `x has a` for its own sake. */
function presence(scope: Scope): Condition | undefined {
  const path = pickAny(
    scope.generation.choices,
    scope.paths.filter((each) => openGuards(scope, each).length > 0),
  );
  if (!path) return undefined;
  const open = openGuards(scope, path);
  return { ...guardPhrase(scope, open), known: open.map(guardText), tested: [] };
}

/** `principal is T and …`, `resource has f and …`, where the types differ between environments. */
function discriminated(scope: Scope, depth: number): Condition | undefined {
  const { choices } = scope.generation;
  const root = pick(choices, ["principal", "subject", "actor", "resource"] as const);
  const types = rootTypes(scope, root);
  if (types.length === 0 || scope.tested.has(root)) return undefined;
  if (root === "resource" && !scope.roots.has(root)) return undefined;
  if (types.length === 1 && scope.roots.has(root)) return undefined;
  const type = pick(choices, types);
  const inside = within(scope, root, type);
  const test: Condition = {
    text: `${root} is ${type}`,
    level: level.test,
    known: [],
    tested: settledBy(scope, root),
  };
  return andThen(test, scope.grow.condition(knowing(inside, [], test.tested), depth - 1));
}

/** The scope where `root` is of the type. */
function within(
  scope: Scope,
  root: Root & ("principal" | "subject" | "actor" | "resource"),
  type: string,
): Scope {
  const keep = (environment: EnvironmentModel): boolean =>
    rootTypes({ ...scope, environments: [environment] }, root)[0] === type;
  return narrowed({ ...scope, roots: new Set([...scope.roots, root]) }, keep);
}

/** `attribute is T and …` for an attribute that is of one of several types. */
function typeTested(scope: Scope, depth: number): Condition | undefined {
  const path = pickAny(
    scope.generation.choices,
    scope.paths.filter(
      (each) =>
        each.type.kind === "Entity" &&
        each.type.names.length > 1 &&
        !scope.tested.has(each.text) &&
        openGuards(scope, each).length === 0 &&
        !["principal", "subject", "actor", "resource"].includes(each.text),
    ),
  );
  if (path?.type.kind !== "Entity") return undefined;
  const name = pick(scope.generation.choices, path.type.names);
  const test: Condition = {
    text: `${path.text} is ${name}`,
    level: level.test,
    known: [],
    tested: settledBy(scope, path.text),
  };
  const narrow: Path = { ...path, type: { kind: "Entity", names: [name] } };
  return andThen(test, scope.grow.condition(knowing(bound(scope, narrow), [], test.tested), depth - 1));
}

function andThen(left: Condition, right: Condition): Condition {
  return {
    text: `${operand(left, level.and)} and ${operand(right, level.not)}`,
    level: level.and,
    known: [...left.known, ...right.known],
    tested: [...left.tested, ...right.tested],
  };
}

function called(scope: Scope): Condition | undefined {
  const { choices, schema } = scope.generation;
  const callable = pickAny(
    choices,
    schema.definitions.filter((each) => each.result.kind === "Bool"),
  );
  const call = callable && callOf(scope, callable);
  return call && plain(call);
}
