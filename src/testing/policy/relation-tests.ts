import { pick, pickAny, some } from "../choices.js";
import type { EnvironmentModel } from "./model.js";
import { sampleIds } from "./names.js";
import { level, operand, type Phrase, primary } from "./pol-text.js";
import { entityLiteral } from "./schema.js";
import {
  type Condition,
  isEntityRoot,
  isSettled,
  openGuards,
  plain,
  type Scope,
  settledBy,
  typesIn,
} from "./scope.js";

/** An entity in a test of a relation. */
export interface RelatedEntity extends Phrase {
  /** The path that it reads. */
  readonly key: string;
  /** Its types. */
  readonly names: readonly string[];
}

/** `x is viewer of y`, of two entities that are known to be there; undefined where no relation holds between any two. */
export function relationTest(scope: Scope): Condition | undefined {
  const entity = pickAny(scope.generation.choices, readable(scope));
  return entity && relationOf(scope, entity);
}

/** A test of a relation that the entity may have to something, or something to it. */
export function relationOf(scope: Scope, own: RelatedEntity): Condition | undefined {
  const { choices, schema } = scope.generation;
  if (!scope.asks) return undefined;
  const literals = some(choices, [...schema.entities.keys()], 0, 3).map((name): RelatedEntity => {
    const text = entityLiteral(name, pick(choices, sampleIds));
    return { ...primary(text), key: text, names: [name] };
  });
  const tests = [...readable(scope), ...literals].flatMap((other) => [
    ...relationsBetween(scope, own, other).map((name) => [own, name, other] as const),
    ...relationsBetween(scope, other, own).map((name) => [other, name, own] as const),
  ]);
  const chosen = pickAny(choices, tests);
  if (chosen === undefined) return undefined;
  const [subject, name, object] = chosen;
  const text = `${operand(subject, level.coalesce)} is ${name} of ${operand(object, level.coalesce)}`;
  // Where a root's type cannot have the relation, the test is false, and what stands beside it says nothing.
  const roots = [subject.key, object.key].filter(isEntityRoot);
  return plain(
    { text, level: level.test },
    roots.flatMap((root) => settledBy(scope, root)),
  );
}

function readable(scope: Scope): readonly RelatedEntity[] {
  return scope.paths.flatMap((path): readonly RelatedEntity[] => {
    const { text, type } = path;
    if (type.kind !== "Entity" || openGuards(scope, path).length > 0 || isSettled(scope, path)) return [];
    return [{ ...primary(text), key: text, names: type.names }];
  });
}

/** The relations that every type of the object has, and some type of the subject can have, in some environment. */
function relationsBetween(scope: Scope, subject: RelatedEntity, object: RelatedEntity): readonly string[] {
  const { entities } = scope.generation.schema;
  const [first = [], ...others] = object.names.map((name) => entities.get(name)?.relations ?? []);
  const shared = first.filter(({ name }) =>
    others.every((relations) => relations.some((relation) => relation.name === name)),
  );
  const environments = scope.environments.length > 0 ? scope.environments : [undefined];
  const canHold = (name: string) => (environment: EnvironmentModel | undefined) => {
    const [subjects, objects] = [subject, object].map(({ key, names }) =>
      environment ? typesIn(environment, key, names) : names,
    );
    const holders = (objects ?? []).flatMap(
      (type) => entities.get(type)?.relations.find((relation) => relation.name === name)?.holders ?? [],
    );
    return holders.some((types) => subjects?.some((type) => types.has(type)));
  };
  return shared.map(({ name }) => name).filter((name) => environments.some(canHold(name)));
}
