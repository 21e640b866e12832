import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import type { RootName } from "../ir/node.js";
import { needKey } from "../ir/unite-needs.js";
import type { Field } from "../types/type.js";
import { type Code, js, literal, property } from "./code.js";
import { parametersKey } from "./emit-arguments.js";
import { entityInputs, inputFor, inputValue, type Party, partiesOf, stopUnless } from "./emit-decision.js";
import { environmentParties } from "./emit-environment.js";
import { fieldReader } from "./emit-reader.js";
import { emitSeeker, emitTextSeeker, isAnyText } from "./emit-seeker.js";
import {
  actionOf,
  closedReaders,
  type EnvironmentContext,
  environmentFunction,
  localOf,
  openReaders,
} from "./environment-context.js";
import { call, type Expression, junction, primary, returnStatement, strictlyEqual } from "./expression.js";
import { attributeInput, entityInput, type Input } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { isRisky } from "./obligation-risk.js";
import { closingFunction, emitNameSet, emitRecord, type Readers } from "./reader-parts.js";
import type { Seeker } from "./seeker.js";
import { hasUnresolvable } from "./unresolved-rules.js";

/**
 * Emits the function that says for `allows` whether a request of one kind is allowed, from its parameters on. It reads what rules ask
 * about and asks them; only of what they allow is the rest looked at, each thing once as well. `rules` are as for `emitEnvironment`.
 */
export function emitAnswer(
  context: EnvironmentContext,
  environment: Environment,
  rules: readonly Code[] = [],
): Code {
  const action = actionOf(context, environment);
  const all = partiesOf(context, environment);
  const body = all.some(({ principal }) => principal.scope.allows.length === 0)
    ? [js`return false;`]
    : emitBody(context, environment, { action, all });
  return environmentFunction([...answerParameters(environment), ...rules], body);
}

function emitBody(
  context: EnvironmentContext,
  environment: Environment,
  { action, all }: { readonly action: ActionSchema; readonly all: readonly Party[] },
): readonly Code[] {
  const risky = isRisky(environment, context.policySet.obligations);
  const parties = all.map((party) =>
    risky ? askToCollect(context, environment, party) : ask(context, environment, party),
  );
  const answer = createAnswer(context, environment, parties);
  readRequest(answer, environment, action);
  const { before, after, checks } = answer;
  return [
    ...before,
    ...parties.flatMap((party) => askRules(context, environment, party)),
    ...after,
    returnStatement(junction("and", risky ? [...checks, concludes(context, environment, parties)] : checks)),
  ];
}

/** The parameters of an environment's function for `allows`. */
export function answerParameters(environment: Environment): readonly Code[] {
  return [js`given`, js`context`, ...environmentParties(environment)];
}

/** A party, and how the rules on it are asked. */
interface AskedParty extends Party {
  readonly name: Code;
  /** What the function takes before its inputs. */
  readonly leading: readonly Code[];
  /** The inputs, each where the rules read it. */
  readonly inputs: readonly (Input | undefined)[];
  /** By the key of an input, how a list is looked through in the place of being read. */
  readonly seekers: ReadonlyMap<string, Seeker>;
  /** What makes the findings to be filled. */
  readonly findings: Code | undefined;
}

/**
 * Whoever wants the answer alone asks a function that was made for that, if there is one: not where the rules on another party may ask
 * about the same list.
 */
function ask(context: EnvironmentContext, environment: Environment, party: Party): AskedParty {
  const { role, principal } = party;
  const allows = environment.actor === undefined ? context.allowsOf(principal, environment, role) : undefined;
  if (allows === undefined) return askAll(context, environment, party, undefined);
  const inputs = allows.inputs.map((input) => inputFor(role, input));
  const seekers = new Map<string, Seeker>();
  for (const input of allows.inputs) {
    const seeker = allows.seekers.get(input.key);
    if (seeker !== undefined) seekers.set(inputFor(role, input).key, seeker);
  }
  return { ...party, name: allows.name, leading: [], inputs, seekers, findings: undefined };
}

/** Where obligations can fail, what is found has to be collected. */
function askToCollect(context: EnvironmentContext, environment: Environment, party: Party): AskedParty {
  const fresh = context.parts.runtime(hasUnresolvable(environment) ? "findingsToAsk" : "noFindings");
  return askAll(context, environment, party, js`${fresh}(${literal(party.role)})`);
}

function askAll(
  context: EnvironmentContext,
  environment: Environment,
  party: Party,
  findings: Code | undefined,
): AskedParty {
  const { decide, reads, section } = context.scopeOf(party.principal, environment, party.role);
  const found = findings === undefined ? js`undefined` : party.found;
  const inputs = decide.inputs.map((input) =>
    reads.has(input.key) ? inputFor(party.role, input) : undefined,
  );
  const leading = [found, ...(section === undefined ? [] : [section])];
  return { ...party, name: decide.name, leading, inputs, seekers: new Map(), findings };
}

/** The reading of a request in two parts, and what is left to look at. */
interface Answer {
  readonly context: EnvironmentContext;
  isAsked(input: Input): boolean;
  /** How a list is read that is only looked through. */
  seekerOf(input: Input): Seeker | undefined;
  /** Statements before and after the rules are asked. */
  readonly before: Code[];
  readonly after: Code[];
  /** What has to hold of a request that the rules allow. */
  readonly checks: Expression[];
}

function createAnswer(
  context: EnvironmentContext,
  environment: Environment,
  parties: readonly AskedParty[],
): Answer {
  const asked = parties.flatMap(({ inputs }) => inputs.filter((input) => input !== undefined));
  // Of an entity as a whole, all that is read of it is asked about.
  const whole = asked.flatMap(({ part, root }) =>
    part === "entity" && (root === "subject" || root === "actor" || root === "resource")
      ? entityInputs(context, environment, root)
      : [],
  );
  const keys = new Set([...asked, ...whole].map(({ key }) => key));
  const seekers = new Map(parties.flatMap((party) => [...party.seekers]));
  return {
    context,
    isAsked: ({ key }) => keys.has(key),
    seekerOf: ({ key }) => seekers.get(key),
    before: [],
    after: [],
    checks: [],
  };
}

function readRequest(answer: Answer, environment: Environment, action: ActionSchema): void {
  const { subject, actor, resource, needs } = environment;
  const { policySet } = answer.context;
  readParty(answer, "subject", subject.type, needs.subject);
  if (actor !== undefined) readParty(answer, "actor", actor.type, needs.actor);
  readArguments(answer, action, needs.args);
  if (resource !== undefined) readParty(answer, "resource", resource, needs.resource);
  const declared = [...policySet.context.values()];
  readMembers(answer, { root: "context", value: js`context`, declared, need: needs.context, type: "" });
}

/** A party to a request. */
type Role = "subject" | "actor" | "resource";

const partyCode: Readonly<Record<Role, Code>> = {
  subject: js`subject`,
  actor: js`actor`,
  resource: js`resource`,
};

function readParty(answer: Answer, role: Role, type: string, need: Need): void {
  const { parts, policySet } = answer.context;
  readPartyId(answer, role, need);
  const value = parts.names.name(`given ${role}`, `${role}_given`);
  const declared = [...(policySet.entities.get(type)?.attributes.values() ?? [])];
  const given = js`const ${value} = ${property(partyCode[role], "properties")};`;
  readMembers(answer, { root: role, value, given, declared, need, type });
  if (!need.ancestors) return;
  readValue(answer, entityInput(role, "ancestors"), {
    read: parts.runtime("readAncestors"),
    given: property(partyCode[role], "ancestors"),
    isPlain: undefined,
  });
}

/** A principal's id is compared as it is: where it is no text, whatever comes of that is not allowed. */
function readPartyId(answer: Answer, role: Role, need: Need): void {
  const { context, isAsked, seekerOf, before, checks } = answer;
  const { parts } = context;
  const input = entityInput(role, "id");
  const given = property(partyCode[role], "id");
  if (role === "resource") {
    const read = parts.runtime(need.id ? "readNeededResourceId" : "readResourceId");
    readValue(answer, input, { read, given, isPlain: undefined });
    return;
  }
  const isPlain = parts.runtime("isId");
  if (isAsked(entityInput(role, "entity")) || !isAsked(input)) {
    readValue(answer, input, { read: parts.runtime("readId"), given, isPlain });
    return;
  }
  const local = localOf(context, input);
  const seeker = seekerOf(input);
  if (seeker !== undefined) return seekText(answer, input, seeker, { read: isPlain, given, isPlain });
  before.push(js`const ${local} = ${given};`);
  checks.push(primary(js`${isPlain}(${local})`));
}

/** Looks for a text among those that rules compare it with; of one that they allow, it is looked at whether it can be read. */
function seekText(
  { context, before, checks }: Answer,
  input: Input,
  seeker: Seeker,
  { read, given, isPlain }: ValueReading,
): void {
  const local = localOf(context, input);
  const text = context.parts.names.name(`text of ${input.key}`, `${local.text}_text`);
  before.push(js`const ${text} = ${given};`, ...emitTextSeeker(seeker, { given: text, found: local }));
  checks.push(primary(js`${isPlain ?? read}(${text})`));
}

/** A record of attributes. */
interface Attributes {
  readonly root: Role | "context";
  readonly value: Code;
  /** What declares `value`. */
  readonly given?: Code;
  readonly declared: readonly Field[];
  readonly need: Need;
  /** The party's type. */
  readonly type: string;
}

function readMembers(answer: Answer, { root, value, given, declared, need, type }: Attributes): void {
  const { context } = answer;
  const { parts } = context;
  const record = parts.names.name(`members of ${root}`, `${root}_properties`);
  const reading = readingOnce(parts, `${root} ${type} ${needKey(need)}`, () => {
    const fields = declared.filter(({ name }) => need.members.has(name));
    const code = emitRecord(parts, { value, declared, fields }, []);
    return { code, fields: readersOf(openReaders(context), { record, root, fields, need }) };
  });
  readRecord(answer, record, reading, given);
}

/** An action's arguments, all of them, and that there are no others. */
function readArguments(answer: Answer, action: ActionSchema, need: Need): void {
  const { context, checks } = answer;
  const { parts } = context;
  const value = js`given`;
  const record = js`args`;
  const reading = readingOnce(parts, `args ${parametersKey(action)} ${needKey(need)}`, () => {
    const fields = [...action.parameters.values()];
    const code = emitRecord(parts, { value, declared: fields, fields }, []);
    return { code, fields: readersOf(closedReaders(context), { record, root: "args", fields, need }) };
  });
  readRecord(answer, record, reading, undefined);
  const names = [...action.parameters.keys()];
  checks.push(
    isRight(
      action.open
        ? js`${parts.runtime("readRest")}(${value}, ${emitNameSet(parts, names)})`
        : js`${closingFunction(parts, names)}(${value})`,
    ),
  );
}

/** How a record is read: the same wherever the same is read of it. */
interface RecordReading {
  readonly code: Code;
  readonly fields: readonly FieldReading[];
}

/** How a value is read. */
interface ValueReading {
  readonly read: Code;
  /** What the reader is given. */
  readonly given: Code;
  /** What says whether it can be read, where that is less than reading it. */
  readonly isPlain: Code | undefined;
}

/** How a field is read. */
interface FieldReading extends ValueReading {
  readonly input: Input;
}

function readingOnce(parts: ModuleParts, key: string, read: () => RecordReading): RecordReading {
  return parts.once(`reading for allows ${key}`, read);
}

/** Some fields of a record. */
interface Fields {
  readonly record: Code;
  readonly root: RootName;
  readonly fields: readonly Field[];
  readonly need: Need;
}

function readersOf(readers: Readers, { record, root, fields, need }: Fields): readonly FieldReading[] {
  return fields.map((field) => ({
    input: attributeInput(root, field.name),
    read: fieldReader(readers, field, need.members.get(field.name)),
    given: property(record, field.name),
    isPlain:
      field.optional || field.nullable || !isAnyText(field.type)
        ? undefined
        : readers.parts.runtime("isPlainString"),
  }));
}

/** Reads a record before the rules are asked if they ask about some of it. `given` declares what it is made of. */
function readRecord(
  answer: Answer,
  record: Code,
  { code, fields }: RecordReading,
  given: Code | undefined,
): void {
  const statements = fields.some(({ input }) => answer.isAsked(input)) ? answer.before : answer.after;
  if (given !== undefined) statements.push(given);
  statements.push(js`const ${record} = ${code};`);
  answer.checks.push(isRecord(answer.context, record));
  for (const field of fields) readValue(answer, field.input, field);
}

/** Reads what rules ask about before they are asked; anything else is only looked at, and last. */
function readValue(answer: Answer, input: Input, reading: ValueReading): void {
  const { context, isAsked, seekerOf, before, checks } = answer;
  const { read, given, isPlain } = reading;
  const local = localOf(context, input);
  const seeker = seekerOf(input);
  if (!isAsked(input))
    checks.push(isPlain === undefined ? isRight(js`${read}(${given})`) : primary(js`${isPlain}(${given})`));
  else if (seeker === undefined)
    before.push(js`const ${local} = ${read}(${given});`, js`if (${local} === null) return false;`);
  else if (seeker.isText) seekText(answer, input, seeker, reading);
  else before.push(...emitSeeker(openReaders(context), seeker, { given, found: local }));
}

function isRight(read: Code): Expression {
  return strictlyEqual(primary(read), primary(literal(null)), false);
}

function isRecord({ parts }: EnvironmentContext, record: Code): Expression {
  return strictlyEqual(primary(record), primary(parts.runtime("noRecord")), false);
}

/** Asks the rules on a party. */
function askRules(
  context: EnvironmentContext,
  environment: Environment,
  { role, found, name, leading, inputs, findings }: AskedParty,
): readonly Code[] {
  const values = inputs.map((input) =>
    input === undefined ? js`undefined` : inputValue(context, environment, input),
  );
  const asked = stopUnless(context, role, call(name, [...leading, ...values]).code);
  return findings === undefined ? asked : [js`const ${found} = ${findings};`, ...asked];
}

/** What is found on all of them decides where obligations can fail. */
function concludes(
  { parts, once }: EnvironmentContext,
  environment: Environment,
  parties: readonly AskedParty[],
): Expression {
  const name = parts.runtime(hasUnresolvable(environment) ? "concludesAnswered" : "concludes");
  return call(name, [once, ...parties.map(({ found }) => found)]);
}
