import type { ActionSchema, PolicySet } from "../check/typed-policy-set.js";
import type { Environment, PrincipalInScope } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import type { RootName } from "../ir/node.js";
import type { Field } from "../types/type.js";
import { invariant } from "../util/invariant.js";
import { type Code, identifier, indented, join, js, lines, literal, propertyName } from "./code.js";
import { emitFieldJson, keepsTexts } from "./emit-argument-json.js";
import { fieldReader } from "./emit-reader.js";
import { type EmittedScope, emitCall } from "./emit-scope.js";
import {
  bind,
  call,
  type Expression,
  junction,
  listLiteral,
  precedence,
  primary,
  returnIf,
} from "./expression.js";
import { attributeInput, entityInput, type Input, inputName, inputOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { isRisky } from "./obligation-risk.js";
import { emitNameSet, type Readers } from "./reader-parts.js";

/** What the functions of environments are made with. */
export interface EnvironmentContext {
  readonly parts: ModuleParts;
  readonly policySet: PolicySet;
  /** The exported metadata, which decisions name rules by. */
  readonly policySetName: Code;
  /** The names of the obligations that can apply once only, a Set of the module. */
  readonly once: Code;
  scopeOf(principal: PrincipalInScope, environment: Environment, role: "subject" | "actor"): EmittedScope;
}

/** What was read: statements, and the variables to look at for null. */
interface Reading {
  readonly statements: Code[];
  readonly checked: Code[];
}

/** The parameters of every environment's function. */
const parameters = [js`report`, js`args`, js`context`, js`subject`, js`actor`, js`resource`];

/**
 * Emits the function of one kind of request, from its parameters on: reads each relevant attribute once, checks it, and asks the rules.
 * One text serves `allows`, `mayAllow` and `decide`; the report tells which of them asks.
 */
export function emitEnvironment(context: EnvironmentContext, environment: Environment): Code {
  const reading: Reading = { statements: [], checked: [] };
  const action = context.policySet.actions.get(environment.action);
  invariant(action !== undefined, "an environment's action is declared");
  readParty(context, reading, "subject", environment.subject.type, environment.needs.subject);
  if (environment.actor !== undefined)
    readParty(context, reading, "actor", environment.actor.type, environment.needs.actor);
  readArguments(context, reading, action, environment.needs.args);
  if (environment.resource !== undefined)
    readResource(context, reading, environment.resource, environment.needs.resource);
  readContext(context, reading, environment.needs.context);
  const body = [
    ...reading.statements,
    emitGuard(context.parts, reading.checked),
    ...emitDecision(context, environment, action),
  ];
  return lines([js`(${trimmed(environment)}) {`, indented(lines(body)), js`}`]);
}

/** Parameters from the right on that are not used are left out. */
function trimmed({ resource, actor }: Environment): readonly Code[] {
  return parameters.slice(0, resource !== undefined ? 6 : actor !== undefined ? 5 : 4);
}

/** Emits the function that reads an action's arguments alone, from its parameters on. */
export function emitArgumentsFunction(context: EnvironmentContext, action: ActionSchema): Code {
  const reading: Reading = { statements: [], checked: [] };
  readArguments(context, reading, action, undefined);
  return lines([js`(report, args) {`, indented(lines([...reading.statements, js`return false;`])), js`}`]);
}

function localOf({ parts }: EnvironmentContext, input: Input): Code {
  return inputName(parts.names, input);
}

function declare(context: EnvironmentContext, reading: Reading, input: Input, value: Code): Code {
  const local = localOf(context, input);
  reading.statements.push(js`const ${local} = ${value};`);
  reading.checked.push(local);
  return local;
}

/** Reads the subject or the actor: what every principal has, then what rules read of it. */
function readParty(
  context: EnvironmentContext,
  reading: Reading,
  role: "subject" | "actor",
  type: string,
  need: Need,
): void {
  const { parts } = context;
  const party = role === "subject" ? js`subject` : js`actor`;
  const member = (name: string) =>
    js`${parts.runtime("member")}(${party}, ${literal(name)}), report, ${literal(`/${role}/${name}`)}`;
  declare(context, reading, entityInput(role, "id"), js`${parts.runtime("readId")}(${member("id")})`);
  const properties = parts.names.name(`${role} properties`, `${role}_properties`);
  reading.statements.push(
    js`const ${properties} = ${parts.runtime("readOptionalRecord")}(${member("properties")});`,
  );
  reading.checked.push(properties);
  readProperties(context, reading, { role, type, need, read: js`${parts.runtime("member")}(${properties}` });
  if (need.ancestors) {
    declare(
      context,
      reading,
      entityInput(role, "ancestors"),
      js`${parts.runtime("readAncestors")}(${member("ancestors")})`,
    );
  }
}

/** Whose properties to read, and how a member of them is: `read` is a call to which the member's name is added. */
interface Properties {
  readonly role: "subject" | "actor" | "resource";
  readonly type: string;
  readonly need: Need;
  readonly read: Code;
}

/** Reads the properties that rules read and that the type declares, in the order of declaration. */
function readProperties(
  context: EnvironmentContext,
  reading: Reading,
  { role, type, need, read }: Properties,
): void {
  const attributes = context.policySet.entities.get(type)?.attributes.values() ?? [];
  const report = role === "resource" ? js`, report)` : js`)`;
  for (const field of attributes) {
    const fieldNeed = need.members.get(field.name);
    if (fieldNeed === undefined) continue;
    const value = js`${read}, ${literal(field.name)}${report}`;
    const path = `/${role}/properties/${pointerPart(field.name)}`;
    declare(
      context,
      reading,
      attributeInput(role, field.name),
      readField(openReaders(context), field, fieldNeed, value, path),
    );
  }
}

/** A part of a JSON Pointer. */
function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function readField(readers: Readers, field: Field, need: Need | undefined, value: Code, path: string): Code {
  return js`${fieldReader(readers, field, need)}(${value}, report, ${literal(path)})`;
}

function openReaders({ parts, policySet }: EnvironmentContext): Readers {
  return { parts, entities: policySet.entities, closed: false };
}

function closedReaders({ parts, policySet }: EnvironmentContext): Readers {
  return { parts, entities: policySet.entities, closed: true };
}

/** The resource may lack an id unless rules tell it apart by that; to `mayAllow`, what is absent is unknown. */
function readResource(context: EnvironmentContext, reading: Reading, type: string, need: Need): void {
  const { parts } = context;
  const readId = parts.runtime(need.id ? "readNeededResourceId" : "readResourceId");
  declare(context, reading, entityInput("resource", "id"), js`${readId}(resource, report)`);
  const properties = parts.names.name("resource properties", "resource_properties");
  const record = js`${parts.runtime("member")}(resource, "properties")`;
  reading.statements.push(
    js`const ${properties} = ${parts.runtime("readOptionalRecord")}(${record}, report, "/resource/properties");`,
  );
  reading.checked.push(properties);
  const attribute = parts.runtime("attribute");
  readProperties(context, reading, { role: "resource", type, need, read: js`${attribute}(${properties}` });
  if (!need.ancestors) return;
  const ancestors = js`${attribute}(resource, "ancestors", report)`;
  const read = js`${parts.runtime("readAncestors")}(${ancestors}, report, "/resource/ancestors")`;
  declare(context, reading, entityInput("resource", "ancestors"), read);
}

/** Every argument, in the order of declaration, whether a rule reads it or not; then what else there is. */
function readArguments(
  context: EnvironmentContext,
  reading: Reading,
  action: ActionSchema,
  need: Need | undefined,
): void {
  const { parts } = context;
  for (const field of action.parameters.values()) {
    const value = js`${parts.runtime("member")}(args, ${literal(field.name)})`;
    const path = `/action/properties/${pointerPart(field.name)}`;
    const read = readField(closedReaders(context), field, need?.members.get(field.name), value, path);
    declare(context, reading, attributeInput("args", field.name), read);
  }
  const others = otherArguments(context);
  const declared = emitNameSet(parts, [...action.parameters.keys()]);
  const read = parts.runtime(action.open ? "readRest" : "onlyDeclared");
  reading.statements.push(js`const ${others} = ${read}(args, ${declared}, report, "/action/properties");`);
  reading.checked.push(others);
}

function otherArguments({ parts }: EnvironmentContext): Code {
  return parts.names.name("other arguments", "other_args");
}

function readContext(context: EnvironmentContext, reading: Reading, need: Need): void {
  const { parts, policySet } = context;
  for (const field of policySet.context.values()) {
    const fieldNeed = need.members.get(field.name);
    if (fieldNeed === undefined) continue;
    const value = js`${parts.runtime("attribute")}(context, ${literal(field.name)}, report)`;
    const path = `/context/${pointerPart(field.name)}`;
    declare(
      context,
      reading,
      attributeInput("context", field.name),
      readField(openReaders(context), field, fieldNeed, value, path),
    );
  }
}

/** Nothing is asked of any rule unless all that was read is in order, and all that was read before. */
function emitGuard(parts: ModuleParts, checked: readonly Code[]): Code {
  const tests = [
    ...checked.map((local) => js`${local} === null`),
    js`${parts.runtime("hasProblems")}(report)`,
  ];
  const short = join(tests, " || ");
  if (short.text.length <= 80) return js`if (${short}) return false;`;
  const rows = tests.map((test, index) => (index < tests.length - 1 ? js`${test} ||` : test));
  return lines([js`if (`, indented(lines(rows)), js`) {`, js`  return false;`, js`}`]);
}

/** A principal of the request, and the functions that decide on it. */
interface Party {
  readonly role: "subject" | "actor";
  readonly scope: EmittedScope;
  readonly found: Code;
  readonly nameOf: (input: Input) => Code;
  /** For `mayAllow`. */
  readonly mayNameOf: (input: Input) => Code;
}

function emitDecision(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
): readonly Code[] {
  const { parts } = context;
  const parties = partiesOf(context, environment);
  const decided = junction(
    "and",
    parties.map(({ scope, nameOf }) => callDecide(scope, js`undefined`, nameOf)),
  );
  const may = junction(
    "and",
    parties.map(({ scope, mayNameOf }) => emitCall(scope.mayAllow, mayNameOf)),
  );
  const risky = isRisky(environment, context.policySet.obligations);
  const asked = risky
    ? js`if (report === undefined && !${bind(decided, precedence.unary)}) return false;`
    : returnIf(js`report === undefined`, decided);
  const findings = parties.flatMap(({ role, scope, found, nameOf }) => [
    js`const ${found} = ${parts.runtime("noFindings")}(${literal(role)});`,
    js`${callDecide(scope, found, nameOf).code};`,
  ]);
  return [
    asked,
    returnIf(js`report === ${parts.runtime("unknown")}`, may),
    ...findings,
    ...emitConclusion(
      context,
      environment,
      action,
      risky,
      parties.map(({ found }) => found),
    ),
  ];
}

function callDecide({ decide }: EmittedScope, found: Code, nameOf: (input: Input) => Code): Expression {
  return call(decide.name, [found, ...decide.inputs.map(nameOf)]);
}

function partiesOf(context: EnvironmentContext, environment: Environment): readonly Party[] {
  const party = (role: "subject" | "actor", principal: PrincipalInScope): Party => {
    const inRequest = (input: Input) => inputOf(input.root === "principal" ? role : input.root, input);
    return {
      role,
      scope: context.scopeOf(principal, environment, role),
      found: context.parts.names.name(`${role} findings`, `${role}_found`),
      nameOf: (input) => inputValue(context, environment, inRequest(input)),
      mayNameOf: (input) => modalValue(context, environment, inRequest(input)),
    };
  };
  const { subject, actor } = environment;
  return [party("subject", subject), ...(actor === undefined ? [] : [party("actor", actor)])];
}

/** The resource as a whole is unknown where anything of it is. */
function modalValue(context: EnvironmentContext, environment: Environment, input: Input): Code {
  const value = inputValue(context, environment, input);
  if (input.part !== "entity" || input.root !== "resource") return value;
  const unknown = context.parts.runtime("unknown");
  const tests = entityInputs(context, environment, "resource").map(
    (part) => js`${localOf(context, part)} === ${unknown}`,
  );
  return js`${join(tests, " || ")} ? ${unknown} : ${value}`;
}

/** All that is read of an entity of the request, besides its type. */
function entityInputs(
  context: EnvironmentContext,
  environment: Environment,
  root: "subject" | "actor" | "resource",
): readonly Input[] {
  const need = environment.needs[root];
  const declared = context.policySet.entities.get(typeOf(environment, root))?.attributes;
  const read = [...need.members.keys()].filter((name) => declared?.has(name));
  const ancestors = need.ancestors ? [entityInput(root, "ancestors")] : [];
  return [entityInput(root, "id"), ...read.map((name) => attributeInput(root, name)), ...ancestors];
}

/** What stands for an input of a rule in the function of an environment. */
function inputValue(context: EnvironmentContext, environment: Environment, input: Input): Code {
  if (input.part === "type") return literal(typeOf(environment, input.root));
  return input.part === "entity" ? emitEntity(context, environment, input.root) : localOf(context, input);
}

function typeOf({ subject, actor, resource }: Environment, root: RootName): string {
  const type = root === "subject" ? subject.type : root === "actor" ? actor?.type : resource;
  invariant(type !== undefined, "an environment has the entities that its rules read");
  return type;
}

/** An entity of the request as a value: as attributes of entity type are, with what is read of it. */
function emitEntity(context: EnvironmentContext, environment: Environment, root: RootName): Code {
  invariant(
    root === "subject" || root === "actor" || root === "resource",
    "context and arguments are no values",
  );
  const inputs = entityInputs(context, environment, root);
  const properties = inputs
    .filter(({ part }) => part === "attribute")
    .map((input) => js`${propertyName(input.name)}: ${localOf(context, input)}`);
  const others = inputs
    .filter(({ part }) => part !== "attribute")
    .map((input) => js`${identifier(input.part)}: ${localOf(context, input)}`);
  return js`{ ${[js`type: ${literal(typeOf(environment, root))}`, js`properties: { ${properties} }`, ...others]} }`;
}

/** Combines what was found. Where obligations can fail, `allows` asks for that too. */
function emitConclusion(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
  risky: boolean,
  found: readonly Code[],
): readonly Code[] {
  const { parts, policySetName, once } = context;
  const keeps = [...action.parameters.values()].some(keepsTexts);
  const conclude = (args: Code) =>
    js`${parts.runtime("conclude")}(${policySetName}, ${once}, ${args}, [${found}])`;
  return [
    ...(risky ? [js`if (report === undefined) return ${conclude(js`{}`)}.decision;`] : []),
    ...(keeps ? [js`const texts = report.texts.values();`] : []),
    js`const forwarded = ${emitForwarded(context, environment, action)};`,
    js`return ${conclude(js`forwarded`)};`,
  ];
}

/** The arguments as they are forwarded. */
function emitForwarded(context: EnvironmentContext, environment: Environment, action: ActionSchema): Code {
  const { parts } = context;
  const readers = closedReaders(context);
  const members = [...action.parameters.values()].map((field) => {
    const value = primary(localOf(context, attributeInput("args", field.name)));
    const json = emitFieldJson(readers, field, environment.needs.args.members.get(field.name), value);
    return js`[${literal(field.name)}, ${json.code}]`;
  });
  if (action.open) members.push(js`...${otherArguments(context)}`);
  return js`${parts.runtime("objectOf")}(${listLiteral(members)})`;
}
