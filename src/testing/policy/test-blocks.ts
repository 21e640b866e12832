import type { Field, Type } from "../../types/type.js";
import { type Choices, chance, pick, pickAny, several, some } from "../choices.js";
import { lengthWithin, literal } from "./literals.js";
import { type ActionModel, type EntityModel, type Generation, groupsOf } from "./model.js";
import { sampleIds, sampleTexts } from "./names.js";
import { attributeName, quote } from "./pol-text.js";
import { becauseTexts, type RuleModel } from "./rules.js";
import { entityLiteral, segmentsText } from "./schema.js";
import { mapKeys } from "./scope.js";

/** Declares fixtures and tests; what the tests expect is not what happens, since nobody has decided them yet. */
export function generateTests(generation: Generation, rules: readonly RuleModel[]): void {
  const { choices, namer, schema, declarations } = generation;
  const fixtures = several(choices, 0, 2, () => declareFixture(generation));
  const entities = fixtures.filter((each) => each !== undefined);
  const contextFixture = chance(choices, 30) ? namer.declaration("office_hours") : undefined;
  if (contextFixture)
    declarations.push(`fixture ${contextFixture} = ${recordValue(generation, schema.context, 2)}`);
  const count = choices.int(0, 3);
  for (let index = 0; index < count; index++) {
    const name = namer.unique("test", pick(choices, ["a test", "naïve ☃", "x"]));
    const items = testItems(generation, rules, entities, contextFixture);
    declarations.push(`test ${quote(name)} {\n${items.map((item) => `  ${item}`).join("\n")}\n}`);
  }
}

interface FixtureModel {
  readonly name: string;
  readonly entity: string;
}

function declareFixture(generation: Generation): FixtureModel | undefined {
  const { choices, namer, schema, declarations } = generation;
  const entity = pick(choices, [...schema.entities.values()]);
  const name = namer.declaration("sample");
  declarations.push(`fixture ${name} = ${entityValue(generation, entity, 2)}`);
  return { name, entity: entity.name };
}

function testItems(
  generation: Generation,
  rules: readonly RuleModel[],
  fixtures: readonly FixtureModel[],
  contextFixture: string | undefined,
): string[] {
  const { choices, schema } = generation;
  const principals = [...schema.entities.values()].filter((each) => each.principal);
  const subject = pick(choices, principals);
  const actor = pickAny(
    choices,
    principals.filter((each) => each.actingFor.includes(subject.name)),
  );
  const action = pick(choices, schema.actions);
  const resource = pickAny(choices, action.resources);
  const tuples = several(choices, 0, 3, () => relationTuple(generation) ?? []).flat();
  return [
    `subject ${entityOrFixture(generation, fixtures, subject)}`,
    ...(actor && chance(choices, 50) ? [`actor ${entityOrFixture(generation, fixtures, actor)}`] : []),
    actionItem(generation, action),
    ...(resource === undefined ? [] : [resourceItem(generation, fixtures, resource)]),
    contextItem(generation, contextFixture),
    ...tuples,
    expectItem(generation, rules),
  ];
}

function entityOrFixture(
  generation: Generation,
  fixtures: readonly FixtureModel[],
  entity: EntityModel,
): string {
  const fixture = fixtures.find((each) => each.entity === entity.name);
  return fixture && chance(generation.choices, 70) ? fixture.name : entityValue(generation, entity, 2);
}

function resourceItem(generation: Generation, fixtures: readonly FixtureModel[], type: string): string {
  const entity = generation.schema.entities.get(type);
  if (!entity || chance(generation.choices, 20)) return `resource ${type}()`;
  return `resource ${entityOrFixture(generation, fixtures, entity)}`;
}

function actionItem(generation: Generation, action: ActionModel): string {
  const fields = recordValue(generation, action.fields, 2);
  const bare = fields === "{}" && chance(generation.choices, 50);
  return `action ${segmentsText(action.segments)}${bare ? "" : ` ${fields}`}`;
}

function contextItem(generation: Generation, fixture: string | undefined): string {
  const record = recordValue(generation, generation.schema.context, 2);
  if (!fixture) return `context ${record}`;
  return chance(generation.choices, 50) ? `context ${fixture} ${record}` : `context ${fixture}`;
}

/** `given User("a") is viewer of Document("7")`, `given Folder("a") is parent of Document("7")` */
function relationTuple({ choices, schema }: Generation): string | undefined {
  const slots = [...schema.entities.values()].flatMap((owner) => [
    ...owner.relations.map((relation) => ({ owner, relation })),
    ...(owner.parents.length > 0 ? [{ owner, relation: { name: "parent", targets: owner.parents } }] : []),
  ]);
  const slot = pickAny(choices, slots);
  if (!slot || !chance(choices, 60)) return undefined;
  const { owner, relation } = slot;
  const object = entityLiteral(owner.name, pick(choices, sampleIds));
  const [type = "", part] = pick(choices, relation.targets).split(".");
  const entity = entityLiteral(type, pick(choices, sampleIds));
  const subject = part === undefined ? entity : part === "*" ? `${type}.*` : `${entity}.${part}`;
  return `given ${subject} is ${relation.name} of ${object}`;
}

function expectItem({ choices, schema }: Generation, rules: readonly RuleModel[]): string {
  const allow = chance(choices, 40);
  if (allow) {
    const by = some(
      choices,
      rules.filter((each) => each.effect === "allow"),
      0,
      2,
    );
    const obliging = some(choices, schema.obligations, 0, 1).map((each) => each.name);
    return `expect allow${namesAfter(
      "by",
      by.map((each) => each.id),
    )}${namesAfter("obliging", obliging)}`;
  }
  if (chance(choices, 40)) return `expect deny by ${pick(choices, ["invalid_request", "no_matching_rule"])}`;
  const by = some(
    choices,
    rules.filter((each) => each.effect === "deny"),
    0,
    2,
  );
  const because =
    by.length > 0 && chance(choices, 50) ? ` because ${quote(pick(choices, becauseTexts))}` : "";
  return `expect deny${namesAfter(
    "by",
    by.map((each) => each.id),
  )}${because}`;
}

function namesAfter(keyword: string, names: readonly string[]): string {
  return names.length > 0 ? ` ${keyword} ${names.join(", ")}` : "";
}

/** `User("a") in Team("t") { … }` */
function entityValue(generation: Generation, entity: EntityModel, depth: number): string {
  const { choices, schema } = generation;
  const groups = [...groupsOf(schema, entity.name)].filter((name) => name !== entity.name);
  const ancestors = some(choices, groups, 0, 2).map(
    (name) => ` in ${entityLiteral(name, pick(choices, sampleIds))}`,
  );
  const record = depth > 0 ? recordValue(generation, entity.fields, depth) : "{}";
  const text = `${entityLiteral(entity.name, pick(choices, sampleIds))}${ancestors.join("")}`;
  return record === "{}" ? text : `${text} ${record}`;
}

function recordValue(generation: Generation, fields: ReadonlyMap<string, Field>, depth: number): string {
  const { choices } = generation;
  const given = [...fields.values()].filter((own) => !own.optional || chance(choices, 50));
  const entries = given.map(
    (own) => `${attributeName(own.name)}: ${valueText(generation, own.type, depth - 1)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(chance(choices, 80) ? ", " : " ")} }`;
}

function valueText(generation: Generation, type: Type, depth: number): string {
  const { choices, schema } = generation;
  switch (type.kind) {
    case "Record":
      return recordValue(generation, type.fields, depth);
    case "Map":
      return `{ ${some(choices, mapKeys, 0, 2)
        .map((key) => `${attributeName(key)}: ${valueText(generation, type.value, depth)}`)
        .join(", ")} }`;
    case "List":
      return listValue(generation, type.element, lengthWithin(choices, type.length), depth);
    case "Json":
      return jsonText(choices);
    case "Entity": {
      const entity = schema.entities.get(pick(choices, type.names));
      return entity ? entityValue(generation, entity, depth) : "{}";
    }
    default:
      return literal(choices, type).text;
  }
}

function listValue(generation: Generation, element: Type, length: number, depth: number): string {
  const elements = several(generation.choices, length, length, () => valueText(generation, element, depth));
  return `[${elements.join(", ")}]`;
}

function jsonText(choices: Choices): string {
  return pick(choices, [quote(pick(choices, sampleTexts)), "{ a: [1, true] }", "[]", "-1.5", "false"]);
}
