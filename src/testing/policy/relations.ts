import { chance, pick, several } from "../choices.js";
import type { EntityModel, Generation, RelationModel } from "./model.js";

/** A relation and its declaration. */
export interface RelationMember extends RelationModel {
  readonly text: string;
}

/** Relations of `entity`, now and then: declared, never tested, since deciding with them is not supported yet. */
export function relationMembers(generation: Generation, entity: EntityModel): RelationMember[] {
  const { choices } = generation;
  if (!chance(choices, 30)) return [];
  const names = ["owner", "viewer", "blocked"].slice(0, choices.int(1, 3)).map((name) => `${name}_of`);
  return names.map((name, index) => relationMember(generation, entity, name, names.slice(0, index)));
}

function relationMember(
  generation: Generation,
  entity: EntityModel,
  name: string,
  earlier: readonly string[],
): RelationMember {
  const { choices } = generation;
  const targets = [...new Set(several(choices, 1, 2, () => targetText(generation, entity, earlier)))];
  const defined = earlier.length > 0 && chance(choices, 60);
  const definition = defined ? ` = ${definitionText(generation, entity, earlier)}` : "";
  return { name, targets, text: `relation ${name}: ${targets.join(" | ")}${definition}` };
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
