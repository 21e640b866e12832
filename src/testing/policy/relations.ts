import { chance, pick, several } from "../choices.js";
import type { EntityModel, Generation } from "./model.js";

/** A relation of an entity. */
export interface RelationMember {
  readonly name: string;
  readonly text: string;
}

/** Relations of `entity`, now and then: declared, never tested, since deciding with them is not supported yet. */
export function relationMembers(generation: Generation, entity: EntityModel): RelationMember[] {
  const { choices } = generation;
  if (!chance(choices, 30)) return [];
  const names = ["owner", "viewer", "blocked"].slice(0, choices.int(1, 3)).map((name) => `${name}_of`);
  return names.map((name, index) => ({
    name,
    text: relationText(generation, entity, name, names.slice(0, index)),
  }));
}

function relationText(
  generation: Generation,
  entity: EntityModel,
  name: string,
  earlier: readonly string[],
): string {
  const { choices } = generation;
  const targets = several(choices, 1, 2, () => targetText(generation, entity, earlier));
  const defined = earlier.length > 0 && chance(choices, 60);
  return `relation ${name}: ${[...new Set(targets)].join(" | ")}${defined ? ` = ${definitionText(generation, entity, earlier)}` : ""}`;
}

function targetText(
  { choices, schema }: Generation,
  entity: EntityModel,
  earlier: readonly string[],
): string {
  const type = pick(choices, [...schema.entities.keys()]);
  if (chance(choices, 30)) return `${type}.*`;
  return earlier.length > 0 && chance(choices, 40) ? `${entity.name}.${pick(choices, earlier)}` : type;
}

/** `direct or owner_of and (viewer_of but not owner_of)`, `owner_of of parent`. */
function definitionText({ choices }: Generation, entity: EntityModel, earlier: readonly string[]): string {
  const parent = entity.parents.includes(entity.name) && entity.parents.length === 1;
  const reference = (): string => {
    const name = pick(choices, earlier);
    return parent && chance(choices, 60) ? `${name} of parent` : name;
  };
  return pick(choices, [
    () => `direct or ${reference()}`,
    () => `direct and ${reference()}`,
    () => `direct but not ${reference()}`,
    () => `direct or (${reference()} and direct) or ${reference()}`,
    () => `(direct or ${reference()}) but not ${reference()}`,
  ])();
}
