import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import type { Field } from "../types/type.js";
import { type Code, indented, js, lines, literal } from "./code.js";
import { argumentsReader } from "./emit-arguments.js";
import { fieldReader } from "./emit-reader.js";
import { closedReaders, type EnvironmentContext, localOf, openReaders } from "./environment-context.js";
import { attributeInput, entityInput, type Input } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import type { Readers } from "./reader-parts.js";

/** What was read: statements, and the variables to look at for null. */
interface Reading {
  readonly statements: Code[];
  readonly checked: Code[];
}

/** Emits the statements that read all that is relevant to an environment, and that end where something is wrong. */
export function emitReading(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
): readonly Code[] {
  const reading: Reading = { statements: [], checked: [] };
  const { subject, actor, resource, needs } = environment;
  readParty(context, reading, "subject", subject.type, needs.subject);
  if (actor !== undefined) readParty(context, reading, "actor", actor.type, needs.actor);
  const args = argumentsReader(closedReaders(context), action, needs.args);
  reading.statements.push(js`const args = ${args}(given, report);`);
  reading.checked.push(js`args`);
  if (resource !== undefined) readParty(context, reading, "resource", resource, needs.resource);
  readContext(context, reading, needs.context);
  return [...reading.statements, emitGuard(context.parts, reading.checked)];
}

function declare(context: EnvironmentContext, reading: Reading, input: Input, value: Code): Code {
  const local = localOf(context, input);
  reading.statements.push(js`const ${local} = ${value};`);
  reading.checked.push(local);
  return local;
}

/** A party to a request, and how a member of a record of it is read. */
type Role = "subject" | "actor" | "resource";

/** Reads a party: what every one has, then what rules read of it. */
function readParty(
  context: EnvironmentContext,
  reading: Reading,
  role: Role,
  type: string,
  need: Need,
): void {
  const { parts } = context;
  const path = literal(`/${role}`);
  declare(context, reading, entityInput(role, "id"), readPartyId(context, role, need));
  const properties = parts.names.name(`${role} properties`, `${role}_properties`);
  reading.statements.push(
    js`const ${properties} = ${parts.runtime("readPropertiesOf")}(${partyCode[role]}, report, ${path});`,
  );
  reading.checked.push(properties);
  for (const field of context.policySet.entities.get(type)?.attributes.values() ?? []) {
    const fieldNeed = need.members.get(field.name);
    if (fieldNeed === undefined) continue;
    const value = readMember(context, role, properties, field.name);
    const place = `/${role}/properties/${pointerPart(field.name)}`;
    const read = readField(openReaders(context), field, fieldNeed, value, place);
    declare(context, reading, attributeInput(role, field.name), read);
  }
  if (!need.ancestors) return;
  const ancestors = readMember(context, role, partyCode[role], "ancestors");
  const read = js`${parts.runtime("readAncestors")}(${ancestors}, report, ${literal(`/${role}/ancestors`)})`;
  declare(context, reading, entityInput(role, "ancestors"), read);
}

const partyCode: Readonly<Record<Role, Code>> = {
  subject: js`subject`,
  actor: js`actor`,
  resource: js`resource`,
};

/** A resource may lack an id, unless rules tell it apart by that. */
function readPartyId({ parts }: EnvironmentContext, role: Role, need: Need): Code {
  if (role !== "resource")
    return js`${parts.runtime("readIdOf")}(${partyCode[role]}, report, ${literal(`/${role}`)})`;
  return js`${parts.runtime(need.id ? "readNeededResourceId" : "readResourceId")}(resource, report)`;
}

/** To `mayAllow`, what is absent of the resource is unknown. */
function readMember({ parts }: EnvironmentContext, role: Role, record: Code, name: string): Code {
  if (role === "resource") return js`${parts.runtime("attribute")}(${record}, ${literal(name)}, report)`;
  return js`${parts.runtime("member")}(${record}, ${literal(name)})`;
}

/** A part of a JSON Pointer. */
function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function readField(readers: Readers, field: Field, need: Need | undefined, value: Code, path: string): Code {
  return js`${fieldReader(readers, field, need)}(${value}, report, ${literal(path)})`;
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
  const problems = js`${parts.runtime("hasProblems")}(report)`;
  const rows = filled([...checked.map((local) => js`${local} === null`), problems]);
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) return js`if (${only}) return false;`;
  return lines([js`if (`, indented(lines(rows)), js`) {`, js`  return false;`, js`}`]);
}

/** `a || b ||` … in rows of about a hundred characters. */
function filled(tests: readonly Code[]): readonly Code[] {
  const rows: Code[] = [];
  tests.forEach((test, index) => {
    const piece = index < tests.length - 1 ? js`${test} ||` : test;
    const last = rows.at(-1);
    if (last === undefined || last.text.length + piece.text.length > 96) rows.push(piece);
    else rows[rows.length - 1] = js`${last} ${piece}`;
  });
  return rows;
}
