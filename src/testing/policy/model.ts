import type { PrincipalEnvironment } from "../../check/typed-policy-set.js";
import type { Field, Type } from "../../types/type.js";
import type { Choices } from "../choices.js";
import type { Namer } from "./names.js";

/*
 * What the generator knows of the policy set it is making: enough to make every expression well typed by construction.
 */

/** An entity or principal. */
export interface EntityModel {
  readonly name: string;
  readonly principal: boolean;
  readonly parents: readonly string[];
  readonly actingFor: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly relations: readonly RelationModel[];
}

/** A relation, and who can have it directly: `User`, `User.*`, `Team.member`. */
export interface RelationModel {
  readonly name: string;
  readonly targets: readonly string[];
  /** The types of entities that can have it, by tuples or because it follows. */
  readonly holders: ReadonlySet<string>;
}

/** An action as it is after all refinements of it. */
export interface ActionModel {
  readonly segments: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly open: boolean;
  readonly resources: readonly string[];
  readonly tags: readonly string[];
}

/** A constant; without `annotated`, its type is taken at each use. */
export interface ConstantModel {
  readonly name: string;
  readonly type: Type;
  readonly annotated: boolean;
}

/** A definition or remedy: what it takes and, for a definition, what it gives. */
export interface CallableModel {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly result: Type;
}

/** An obligation. */
export interface ObligationModel {
  readonly name: string;
  readonly parameters: readonly Field[];
}

/** Everything that rules can name. Filled in the order of generation. */
export interface SchemaModel {
  readonly entities: Map<string, EntityModel>;
  readonly tags: string[];
  readonly actions: ActionModel[];
  readonly context: Map<string, Field>;
  /** Declared names of types, by the text of what they stand for. */
  readonly aliases: Map<string, string>;
  readonly constants: ConstantModel[];
  readonly definitions: CallableModel[];
  readonly remedies: CallableModel[];
  readonly obligations: ObligationModel[];
}

/** What every part of the generator is given. */
export interface Generation {
  readonly choices: Choices;
  readonly namer: Namer;
  readonly schema: SchemaModel;
  /** The declarations so far, as text. */
  readonly declarations: string[];
}

/** One combination of types that a rule is checked for. */
export interface EnvironmentModel {
  readonly principal: PrincipalEnvironment;
  readonly action: ActionModel;
  /** Undefined where the sentence has no `on`. */
  readonly resource: string | undefined;
}

/** A schema in which nothing is declared. */
export function emptySchema(): SchemaModel {
  return {
    entities: new Map(),
    tags: [],
    actions: [],
    context: new Map(),
    aliases: new Map(),
    constants: [],
    definitions: [],
    remedies: [],
    obligations: [],
  };
}

/** A field without documentation. */
export function field(
  name: string,
  type: Type,
  presence: { optional?: boolean; nullable?: boolean } = {},
): Field {
  return {
    name,
    type,
    optional: presence.optional ?? false,
    nullable: presence.nullable ?? false,
    documentation: [],
  };
}

/** The joined name of an action, as requests give it. */
export function actionName(action: ActionModel): string {
  return action.segments.join(".");
}

/** The environments that a principal of type `name` can be in. */
export function principalEnvironments(schema: SchemaModel, name: string): PrincipalEnvironment[] {
  const own = schema.entities.get(name);
  if (!own?.principal) return [];
  const actors = [...schema.entities.values()].filter((other) => other.actingFor.includes(name));
  return [
    { type: name, role: "alone" },
    ...own.actingFor.map((other): PrincipalEnvironment => ({ type: name, role: "actor", other })),
    ...actors.map((other): PrincipalEnvironment => ({ type: name, role: "subject", other: other.name })),
  ];
}

/** The types that an entity of type `name` can be below, transitively, and itself. */
export function groupsOf(schema: SchemaModel, name: string): ReadonlySet<string> {
  const found = new Set([name]);
  for (const type of found) for (const parent of schema.entities.get(type)?.parents ?? []) found.add(parent);
  return found;
}
