import { assertNever } from "../../util/invariant.js";
import { type Choices, chance, pick, several, weighted } from "../choices.js";
import type { EntityModel, Generation, RelationModel } from "./model.js";

/** A relation and its declaration. */
export interface RelationMember extends RelationModel {
  readonly text: string;
}

/**
 * Relations of some of the entities, by the entity's name: with usersets of each other, everyone of a type, and definitions of all kinds. Names
 * are few, so that a relation of one entity can be inherited from another, and a rule can test it of several.
 */
export function declareRelations(generation: Generation): ReadonlyMap<string, readonly RelationMember[]> {
  const { choices, schema } = generation;
  const owners = [...schema.entities.values()].filter(() => chance(choices, 35));
  const plans = new Map(owners.map((entity) => [entity.name, planRelations(choices)]));
  const drafts: Drafts = new Map(
    [...plans].map(([entity, plan]) => [
      entity,
      plan.map((planned) => ({ ...planned, targets: targetsOf(generation, plans) })),
    ]),
  );
  for (const { name, parents } of owners) {
    const own = drafts.get(name) ?? [];
    for (const [index, draft] of own.entries())
      if (draft.defined)
        draft.definition = definitionOf(choices, leavesOf(drafts, own, index, parents), choices.int(1, 2));
  }
  const holders = heldByAll(drafts, schema.entities);
  return new Map(
    [...drafts].map(([entity, own]) => [entity, own.map((draft) => memberOf(entity, draft, holders))]),
  );
}

interface Planned {
  readonly name: string;
  /** Whether it follows from others. Over one that does not, others can be inherited. */
  readonly defined: boolean;
}

function planRelations(choices: Choices): readonly Planned[] {
  const names = ["owner_of", "viewer_of", "blocked_of"].slice(0, choices.int(1, 3));
  return names.map((name, index) => ({ name, defined: index > 0 && chance(choices, 60) }));
}

/** Of whom tuples are: `User`, `User.*`, `Team.member`. */
interface Target {
  readonly type: string;
  /** A relation's name, or `*`. */
  readonly part: string | undefined;
}

interface Draft extends Planned {
  readonly targets: readonly Target[];
  definition?: Definition;
}

type Drafts = ReadonlyMap<string, readonly Draft[]>;

type Definition =
  | { readonly kind: "direct" }
  | { readonly kind: "computed"; readonly relation: string }
  | { readonly kind: "inherited"; readonly relation: string; readonly over: string }
  | { readonly kind: "or" | "and" | "but not"; readonly left: Definition; readonly right: Definition };

function targetsOf(
  { choices, schema }: Generation,
  plans: ReadonlyMap<string, readonly Planned[]>,
): readonly Target[] {
  const usersets = [...plans].flatMap(([type, plan]) =>
    plan.map(({ name }): Target => ({ type, part: name })),
  );
  const targets = several(choices, 1, 3, (index): Target => {
    const type = pick(choices, [...schema.entities.keys()]);
    return weighted(choices, [
      [5, { type, part: undefined }],
      [2, { type, part: "*" }],
      // A relation of nobody but those who have it is one that nobody has.
      [index > 0 ? 3 : 0, pick(choices, usersets)],
    ]);
  });
  return [...new Map(targets.map((target) => [targetText(target), target])).values()];
}

/** What a definition can be made of: earlier relations of the same entity, so that none needs itself, and all that can be inherited. */
function leavesOf(
  drafts: Drafts,
  own: readonly Draft[],
  index: number,
  parents: readonly string[],
): readonly Definition[] {
  const ways = [
    ["parent", parents],
    ...own.flatMap(({ name, defined, targets }) =>
      defined ? [] : [[name, targets.map(({ type }) => type)] as const],
    ),
  ] as const;
  return [
    { kind: "direct" },
    ...own.slice(0, index).map(({ name }): Definition => ({ kind: "computed", relation: name })),
    ...ways.flatMap(([over, types]) =>
      [...new Set(types.flatMap((type) => drafts.get(type) ?? []).map(({ name }) => name))].map(
        (relation): Definition => ({ kind: "inherited", relation, over }),
      ),
    ),
  ];
}

function definitionOf(choices: Choices, leaves: readonly Definition[], depth: number): Definition {
  if (depth === 0) return pick(choices, leaves);
  const kind = weighted(choices, [
    [5, "or"],
    [2, "and"],
    [3, "but not"],
  ] as const);
  const left = chance(choices, 30) ? definitionOf(choices, leaves, depth - 1) : ({ kind: "direct" } as const);
  return { kind, left, right: definitionOf(choices, leaves, depth - 1) };
}

function memberOf(entity: string, draft: Draft, holders: Holders): RelationMember {
  const { name, definition } = draft;
  const targets = draft.targets.map(targetText);
  const defined = definition === undefined ? "" : ` = ${definitionText(definition, false)}`;
  const text = `relation ${name}: ${targets.join(" | ")}${defined}`;
  return { name, targets, holders: holders.get(keyOf(entity, name)) ?? new Set(), text };
}

function targetText({ type, part }: Target): string {
  return part === undefined ? type : `${type}.${part}`;
}

/** `direct or (owner_of of parent and viewer_of)` */
function definitionText(definition: Definition, inner: boolean): string {
  switch (definition.kind) {
    case "direct":
      return "direct";
    case "computed":
      return definition.relation;
    case "inherited":
      return `${definition.relation} of ${definition.over}`;
    case "or":
    case "and":
    case "but not": {
      const { kind, left, right } = definition;
      const text = `${definitionText(left, true)} ${kind} ${definitionText(right, true)}`;
      return inner ? `(${text})` : text;
    }
    default:
      return assertNever(definition);
  }
}

/** The types of whom some have a relation, whatever tuples there are. */
type Holders = ReadonlyMap<string, ReadonlySet<string>>;

function keyOf(entity: string, relation: string): string {
  return `${entity} ${relation}`;
}

/** What nobody can have is left without its definition. */
function heldByAll(drafts: Drafts, entities: ReadonlyMap<string, EntityModel>): Holders {
  const holders = holdersOf(drafts, entities);
  const empty = [...drafts].flatMap(([entity, own]) =>
    own.filter(({ name }) => holders.get(keyOf(entity, name)) === undefined),
  );
  if (empty.length === 0) return holders;
  for (const draft of empty) delete draft.definition;
  return heldByAll(drafts, entities);
}

/** The least sets that the definitions allow: whoever can be written, and whoever has what it follows from. */
function holdersOf(drafts: Drafts, entities: ReadonlyMap<string, EntityModel>): Holders {
  const holders = new Map<string, ReadonlySet<string>>();
  const of = (entity: string, relation: string) => holders.get(keyOf(entity, relation)) ?? new Set<string>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const [entity, own] of drafts)
      for (const draft of own) {
        const behind = new Map([
          ["parent", entities.get(entity)?.parents ?? []],
          ...own.map(({ name, targets }) => [name, targets.map(({ type }) => type)] as const),
        ]);
        const direct = draft.targets.flatMap(({ type, part }) =>
          part === undefined || part === "*" ? [type] : [...of(type, part)],
        );
        const found = definedHolders(draft.definition ?? { kind: "direct" }, {
          direct: new Set(direct),
          computed: (relation) => of(entity, relation),
          inherited: (relation, over) =>
            new Set((behind.get(over) ?? []).flatMap((type) => [...of(type, relation)])),
        });
        if (found.size === of(entity, draft.name).size) continue;
        holders.set(keyOf(entity, draft.name), found);
        changed = true;
      }
  }
  return holders;
}

interface KnownHolders {
  readonly direct: ReadonlySet<string>;
  computed(relation: string): ReadonlySet<string>;
  inherited(relation: string, over: string): ReadonlySet<string>;
}

function definedHolders(definition: Definition, known: KnownHolders): ReadonlySet<string> {
  switch (definition.kind) {
    case "direct":
      return known.direct;
    case "computed":
      return known.computed(definition.relation);
    case "inherited":
      return known.inherited(definition.relation, definition.over);
    case "or":
      return new Set([...definedHolders(definition.left, known), ...definedHolders(definition.right, known)]);
    case "and": {
      const right = definedHolders(definition.right, known);
      return new Set([...definedHolders(definition.left, known)].filter((type) => right.has(type)));
    }
    case "but not":
      return definedHolders(definition.left, known);
    default:
      return assertNever(definition);
  }
}
