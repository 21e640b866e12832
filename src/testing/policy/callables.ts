import type { Field, Type } from "../../types/type.js";
import { chance, pick, several, some } from "../choices.js";
import { hasLiteral, listLiteral, literal } from "./literals.js";
import { type CallableModel, field, type Generation, type ObligationModel } from "./model.js";
import { attributeName } from "./pol-text.js";
import { bodyScope, type Grow, type Path } from "./scope.js";
import { generateType } from "./type-generator.js";
import { fieldText, typeText } from "./type-text.js";

/** Declares constants, definitions, remedies and obligations over the types that the schema uses. */
export function generateCallables(generation: Generation, grow: Grow): void {
  const { choices } = generation;
  several(choices, 0, 5, () => declareConstant(generation));
  several(choices, 0, 3, () => declareDefinition(generation, grow));
  several(choices, 0, 2, () => declareRemedy(generation, grow));
  several(choices, 1, 3, () => declareObligation(generation));
}

/** A type that some attribute or argument has, so that values of it can be had. */
function usedType({ choices, schema }: Generation): Type {
  const fields = [
    ...[...schema.entities.values()].flatMap((each) => [...each.fields.values()]),
    ...schema.actions.flatMap((each) => [...each.fields.values()]),
    ...schema.context.values(),
  ];
  const types = fields.map((own) => own.type);
  const elements = types.flatMap((type) => (type.kind === "List" ? [type.element] : []));
  const choice = pick(choices, [...types, ...elements, { kind: "Int" } as const]);
  return choice.kind === "Record" || choice.kind === "Map" || choice.kind === "Json"
    ? { kind: "String" }
    : choice;
}

function declareConstant(generation: Generation): void {
  const { choices, namer, schema, declarations } = generation;
  const base = usedType(generation);
  const type: Type = base.kind === "Ip" && chance(choices, 60) ? networks : listed(generation, base);
  if (!hasLiteral(type)) return;
  const name = namer.declaration(pick(choices, ["office", "limit_of", "trusted", "default"]));
  const annotated = chance(choices, 55);
  const value =
    type.kind === "List" ? listLiteral(choices, type.element, choices.int(1, 3)) : literal(choices, type);
  if (type.kind === "List" && (type.length || type.element.kind === "List")) return;
  const annotation = annotated ? `: ${typeText(type, schema.aliases)}` : "";
  declarations.push(`const ${name}${annotation} = ${value.text}`);
  schema.constants.push({ name, type, annotated });
}

const networks: Type = { kind: "List", element: { kind: "Cidr" } };

function listed({ choices }: Generation, type: Type): Type {
  return type.kind !== "List" && chance(choices, 40) ? { kind: "List", element: type } : type;
}

function declareDefinition(generation: Generation, grow: Grow): void {
  const { choices, namer, schema, declarations } = generation;
  const parameters = generateParameters(generation, 1, 3);
  const scope = bodyScope(generation, grow, parameters.map(asPath), []);
  const result: Type = chance(choices, 70) ? { kind: "Bool" } : usedType(generation);
  if (!isCalculated(result)) return;
  const body = result.kind === "Bool" ? grow.condition(scope, 1) : grow.value(scope, result, 2);
  const name = namer.declaration(pick(choices, ["owns", "recent", "allowed_for", "of"]));
  declarations.push(`def ${name}(${parametersText(generation, parameters)}) = ${body.text}`);
  schema.definitions.push({ name, parameters, result });
}

/** Kinds that a definition gives: a text of another kind would be a String once it is inlined. */
function isCalculated({ kind }: Type): boolean {
  return ["Bool", "Int", "Number", "Duration", "String", "Entity"].includes(kind);
}

function declareRemedy(generation: Generation, grow: Grow): void {
  const { choices, namer, schema, declarations } = generation;
  const parameters = generateParameters(generation, 0, 2).filter((each) => hasLiteral(each.type));
  const scope = bodyScope(generation, grow, parameters.map(asPath), ["context"]);
  const body = grow.condition(scope, 2);
  const name = namer.declaration(pick(choices, ["approval", "step_up", "ticket"]));
  declarations.push(`remedy ${name}(${parametersText(generation, parameters)}) = ${body.text}`);
  schema.remedies.push({ name, parameters, result: { kind: "Bool" } });
}

function generateParameters(
  generation: Generation,
  minimum: number,
  maximum: number,
): CallableModel["parameters"] {
  const { choices } = generation;
  const names = some(choices, ["p", "d", "from", "max_age", "to", "of"], minimum, maximum);
  return names.map((name) => ({ name, type: usedType(generation) }));
}

function asPath(parameter: { readonly name: string; readonly type: Type }): Path {
  return { text: parameter.name, type: parameter.type, guards: [] };
}

function parametersText({ schema }: Generation, parameters: CallableModel["parameters"]): string {
  return parameters.map(({ name, type }) => `${name}: ${typeText(type, schema.aliases)}`).join(", ");
}

function declareObligation(generation: Generation): void {
  const { choices, namer, schema, declarations } = generation;
  const names = some(choices, ["column", "kind", "until", "__proto__", "within", "content-type"], 0, 3);
  const parameters = names.map(
    (name): Field => field(name, parameterType(generation), { optional: chance(choices, 25) }),
  );
  const obligation: ObligationModel = {
    name: namer.unique("obligation", pick(choices, ["mask", "log", "credential"])),
    parameters,
  };
  const list = parameters.map((own) => fieldText(own, schema.aliases)).join(", ");
  const once = chance(choices, 30) ? " once" : "";
  const parentheses = parameters.length > 0 || chance(choices, 30) ? `(${list})` : "";
  declarations.push(`obligation ${obligation.name}${parentheses}${once}`);
  schema.obligations.push(obligation);
}

/** Any type that has literals: every obligation can be asked for. */
function parameterType(generation: Generation): Type {
  const type = chance(generation.choices, 70) ? usedType(generation) : generateType(generation, 0);
  return hasLiteral(type) && type.kind !== "List" ? type : { kind: "String" };
}

/** A named argument list. */
export function namedArguments(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, value]) => `${attributeName(name)}: ${value}`).join(", ");
}
