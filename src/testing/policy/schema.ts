import type { Field, Type } from "../../types/type.js";
import { chance, pick, pickAny, several, shuffled, some } from "../choices.js";
import { declareJsonType } from "./json-types.js";
import type { ActionModel, EntityModel, Generation } from "./model.js";
import { field } from "./model.js";
import { attributeName, quote } from "./pol-text.js";
import { declareRelations } from "./relations.js";
import { fieldNames, generateType, withPresence } from "./type-generator.js";
import { fieldText, typeText } from "./type-text.js";

/** Attributes by name: entities, actions and the context take theirs from one pool, so that rules find what they share. */
export type FieldPool = readonly { readonly name: string; readonly type: Type }[];

/** Declares everything but what has expressions: entities, tags, actions, the context. */
export function generateSchema(generation: Generation): void {
  declareEntityNames(generation);
  const pool = generatePool(generation);
  declareAliases(generation, pool);
  declareEntities(generation, pool);
  declareTags(generation);
  several(generation.choices, 1, 4, () => declareActions(generation, pool));
  refineActions(generation);
  declareContext(generation, pool);
}

/** Bare entities first: types of attributes may name any of them. */
function declareEntityNames(generation: Generation): void {
  const { choices, namer, schema } = generation;
  const count = choices.int(3, 7);
  for (let index = 0; index < count; index++) {
    const name = namer.declaration();
    const known = [...schema.entities.values()];
    const principal = index < 2 || chance(choices, 30);
    const principals = known.filter((each) => each.principal).map((each) => each.name);
    schema.entities.set(name, {
      name,
      principal,
      parents: some(choices, [...known.map((each) => each.name), name], 0, chance(choices, 50) ? 2 : 0),
      actingFor: principal ? some(choices, principals, index === 1 ? 1 : 0, 2).sort() : [],
      fields: new Map(),
      relations: [],
    });
  }
}

function generatePool(generation: Generation): FieldPool {
  const names = fieldNames(generation.choices, 8, 16);
  const jsonType = declareJsonType(generation);
  const pool = names.map((name) => ({ name, type: generateType(generation, 2) }));
  return jsonType ? [...pool, { name: "order", type: jsonType }] : pool;
}

function poolFields(
  generation: Generation,
  pool: FieldPool,
  minimum: number,
  maximum: number,
): Map<string, Field> {
  const { choices } = generation;
  const fields = some(choices, pool, minimum, maximum).map(({ name, type }) => {
    const own = chance(choices, 8) ? generateType(generation, 1) : type;
    return withPresence(choices, name, own);
  });
  return new Map(fields.map((own) => [own.name, own]));
}

function declareAliases(generation: Generation, pool: FieldPool): void {
  const { choices, namer, schema, declarations } = generation;
  for (const { type } of some(choices, pool, 0, 3)) {
    const text = typeText(type);
    if (type.kind === "Literals" || type.kind === "Record" || chance(choices, 50)) {
      if (schema.aliases.has(text)) continue;
      const name = namer.declaration(pick(choices, ["Level", "Order", "Grant", "Label"]));
      declarations.push(`type ${name} = ${text}`);
      schema.aliases.set(text, name);
    }
  }
}

function declareEntities(generation: Generation, pool: FieldPool): void {
  const { choices, schema, declarations } = generation;
  const related = declareRelations(generation);
  for (const entity of [...schema.entities.values()]) {
    const fields = poolFields(generation, pool, 0, 6);
    const relations = related.get(entity.name) ?? [];
    schema.entities.set(entity.name, { ...entity, fields, relations });
    const members = [...fields.values()].map((own) => fieldText(own, schema.aliases));
    const all = shuffled(choices, [...members, ...relations.map((each) => each.text)]);
    const split = chance(choices, 20) ? choices.int(0, all.length) : all.length;
    declarations.push(entityText(generation, entity, all.slice(0, split)));
    if (split < all.length) {
      const again = { ...entity, parents: [], actingFor: [] };
      declarations.push(entityText(generation, again, all.slice(split)));
    }
  }
}

function entityText({ choices }: Generation, entity: EntityModel, members: readonly string[]): string {
  const parents = entity.parents.length > 0 ? ` in ${entity.parents.join(", ")}` : "";
  const acting = entity.actingFor.length > 0 ? ` acting for ${entity.actingFor.join(", ")}` : "";
  const head = `${entity.principal ? "principal" : "entity"} ${entity.name}${parents}${acting}`;
  if (members.length === 0) return chance(choices, 50) ? head : `${head} {}`;
  return `${head} {\n${documented(choices, members, chance(choices, 50) ? "," : "")}\n}`;
}

/** Members one a line, some of them with documentation or a comment. */
export function documented(
  choices: Generation["choices"],
  members: readonly string[],
  separator: string,
): string {
  return members
    .map((member, index) => {
      const last = index === members.length - 1 && separator !== "" && chance(choices, 50);
      const line = `  ${member}${last ? "" : separator}`;
      if (chance(choices, 6)) return `  /// What ${index} is for: "naïve" \\ */\n${line}`;
      return chance(choices, 6) ? `${line} // plain` : line;
    })
    .join("\n");
}

function declareTags(generation: Generation): void {
  const { choices, namer, schema, declarations } = generation;
  const names = several(choices, 1, 3, () =>
    namer.unique("action", pick(choices, ["read_only", "destructive", "tag", "any"])),
  );
  schema.tags.push(...names);
  declarations.push(`tag ${names.join(", ")}`);
}

/** One declaration of one to three actions. */
function declareActions(generation: Generation, pool: FieldPool): void {
  const { choices, schema, declarations } = generation;
  const resources = some(choices, [...schema.entities.keys()], 0, 3).sort();
  const tags = some(choices, schema.tags, 0, 2).sort();
  const actions = several(choices, 1, 3, () => generateAction(generation, pool, resources, tags));
  const items = actions.map((action) => actionItem(generation, action));
  declarations.push(`action ${items.join(",\n       ")}${onText(resources)}${taggedText(tags)}`);
  schema.actions.push(...actions);
}

function onText(resources: readonly string[]): string {
  return resources.length > 0 ? ` on ${resources.join(", ")}` : "";
}

function taggedText(tags: readonly string[]): string {
  return tags.length > 0 ? ` tagged ${tags.join(", ")}` : "";
}

function generateAction(
  generation: Generation,
  pool: FieldPool,
  resources: readonly string[],
  tags: readonly string[],
): ActionModel {
  const { choices } = generation;
  const fields = poolFields(generation, pool, 0, 6);
  return { segments: actionSegments(generation), fields, open: chance(choices, 15), resources, tags };
}

function actionSegments({ choices, namer }: Generation): string[] {
  const servers = ["postgres", "notion", "fs", "to"];
  const tools = ["query", "read", "write", "API-post-page", "list-all", "on", "__proto__", "delete"];
  const path = [pick(choices, servers), ...(chance(choices, 20) ? ["v1"] : []), pick(choices, tools)];
  const alone = chance(choices, 10) ? [pick(choices, ["constructor", "ping", "weird name"])] : path;
  const unique = namer.unique("action", alone.join("."));
  return [...alone.slice(0, -1), unique.slice(unique.lastIndexOf(".") + 1)];
}

/** The name of an action as declarations and rules write it. */
export function segmentsText(segments: readonly string[]): string {
  return segments.map(attributeName).join(".");
}

function actionItem({ choices, schema }: Generation, action: ActionModel): string {
  const parameters = [...action.fields.values()].map((own) => fieldText(own, schema.aliases));
  const all = action.open ? [...parameters, "..."] : parameters;
  const comma = all.length > 0 && !action.open && chance(choices, 10) ? "," : "";
  const list = all.length > 0 || chance(choices, 30) ? `(${all.join(", ")}${comma})` : "";
  return `${segmentsText(action.segments)}${list}`;
}

/** `refine action`: narrows a parameter, adds a tag or a resource. */
function refineActions(generation: Generation): void {
  const { choices, schema, declarations } = generation;
  if (!chance(choices, 40)) return;
  const action = pick(choices, schema.actions);
  const narrowed = pickAny(choices, [...action.fields.values()].flatMap(narrower));
  const tags = some(
    choices,
    schema.tags.filter((tag) => !action.tags.includes(tag)),
    0,
    1,
  );
  const more = [...schema.entities.keys()].filter((name) => !action.resources.includes(name));
  const resources = action.resources.length > 0 ? some(choices, more, 0, 1) : [];
  if (!narrowed && tags.length === 0 && resources.length === 0) return;
  const parameters = narrowed ? `(${fieldText(narrowed, schema.aliases)})` : "";
  declarations.push(
    `refine action ${segmentsText(action.segments)}${parameters}${onText(resources)}${taggedText(tags)}`,
  );
  const fields = new Map([...action.fields, ...(narrowed ? [[narrowed.name, narrowed] as const] : [])]);
  schema.actions[schema.actions.indexOf(action)] = {
    ...action,
    fields,
    tags: [...action.tags, ...tags].sort(),
    resources: [...action.resources, ...resources].sort(),
  };
}

/** Ways to narrow a parameter: a form for a text, a bound, presence. */
function narrower(own: Field): Field[] {
  const { type } = own;
  const required = own.optional ? [field(own.name, type, { nullable: own.nullable })] : [];
  const same = { optional: own.optional, nullable: own.nullable };
  if (type.kind === "String" && !type.length && !type.pattern && !type.secret) {
    return [
      field(own.name, { kind: "Path" }, same),
      field(own.name, { kind: "Literals", values: ["a", "b"] }, same),
    ];
  }
  if (type.kind === "Int" && !type.bounds && !type.secret) {
    return [field(own.name, { kind: "Int", bounds: { minimum: 0, maximum: 50 } }, same)];
  }
  return required;
}

function declareContext(generation: Generation, pool: FieldPool): void {
  const { choices, schema, declarations } = generation;
  for (const [name, own] of poolFields(generation, pool, 1, 6)) schema.context.set(name, own);
  const members = [...schema.context.values()].map((own) => fieldText(own, schema.aliases));
  const split = chance(choices, 20) ? choices.int(1, members.length) : members.length;
  for (const part of [members.slice(0, split), members.slice(split)]) {
    if (part.length > 0) declarations.push(`context {\n${documented(choices, part, "")}\n}`);
  }
}

/** An entity literal of the type. */
export function entityLiteral(type: string, id: string): string {
  return `${type}(${quote(id)})`;
}
