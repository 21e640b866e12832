import type { ActionSchema } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import { needKey } from "../ir/unite-needs.js";
import type { Field } from "../types/type.js";
import { type Code, indented, js, lines, literal, property } from "./code.js";
import { parametersKey, readArguments } from "./emit-arguments.js";
import { fieldReader } from "./emit-reader.js";
import { closedReaders, type EnvironmentContext, localOf, openReaders } from "./environment-context.js";
import { attributeInput, entityInput, type Input } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { emitRecordOf, pointerPart, type Reading } from "./reader-parts.js";

/** Emits the statements that read all that is relevant to an environment, and that end where something is wrong. */
export function emitReading(
  context: EnvironmentContext,
  environment: Environment,
  action: ActionSchema,
): readonly Code[] {
  const { subject, actor, resource, needs } = environment;
  const party = (role: Role, type: string) =>
    readingOnce(context, `${role} ${type} ${needKey(needs[role])}`, (reading) =>
      readParty(context, reading, role, type, needs[role]),
    );
  const readings = [
    party("subject", subject.type),
    ...(actor === undefined ? [] : [party("actor", actor.type)]),
    readingOnce(context, `args ${parametersKey(action)} ${needKey(needs.args)}`, (reading) =>
      readArguments(closedReaders(context), reading, action, needs.args),
    ),
    ...(resource === undefined ? [] : [party("resource", resource)]),
    readingOnce(context, `context ${needKey(needs.context)}`, (reading) =>
      readContext(context, reading, needs.context),
    ),
  ];
  const wrong = readings.flatMap((reading) => reading.wrong);
  return [...readings.flatMap(({ statements }) => statements), emitGuard(context.parts, wrong)];
}

/** Emits the reading of a part once for all environments that read the same there. */
function readingOnce({ parts }: EnvironmentContext, key: string, emit: (reading: Reading) => void): Reading {
  return parts.once(`reading ${key}`, () => {
    const reading: Reading = { statements: [], wrong: [] };
    emit(reading);
    return reading;
  });
}

function declare(context: EnvironmentContext, reading: Reading, input: Input, value: Code): void {
  const local = localOf(context, input);
  reading.statements.push(js`const ${local} = ${value};`);
  reading.wrong.push(js`${local} === null`);
}

/** A party to a request. */
type Role = "subject" | "actor" | "resource";

/** Reads a party: what every one has, then what rules read of it. */
function readParty(
  context: EnvironmentContext,
  reading: Reading,
  role: Role,
  type: string,
  need: Need,
): void {
  const { parts, policySet } = context;
  declare(context, reading, entityInput(role, "id"), readPartyId(context, role, need));
  const declared = [...(policySet.entities.get(type)?.attributes.values() ?? [])];
  const given = parts.names.name(`given ${role}`, `${role}_given`);
  reading.statements.push(js`const ${given} = ${property(partyCode[role], "properties")};`);
  readMembers(context, reading, {
    root: role,
    given,
    declared,
    need,
    path: `/${role}/properties`,
  });
  if (!need.ancestors) return;
  const ancestors = emitMember(context, role, partyCode[role], "ancestors");
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
  const id = property(partyCode[role], "id");
  if (role !== "resource") return js`${parts.runtime("readId")}(${id}, report, ${literal(`/${role}/id`)})`;
  return js`${parts.runtime(need.id ? "readNeededResourceId" : "readResourceId")}(${id}, report)`;
}

function readContext(context: EnvironmentContext, reading: Reading, need: Need): void {
  const declared = [...context.policySet.context.values()];
  readMembers(context, reading, { root: "context", given: js`context`, declared, need, path: "/context" });
}

/** A record of attributes. */
interface Attributes {
  readonly root: Role | "context";
  /** A variable that holds what the request has in its place. */
  readonly given: Code;
  readonly declared: readonly Field[];
  readonly need: Need;
  readonly path: string;
}

function readMembers(
  context: EnvironmentContext,
  reading: Reading,
  { root, given, declared, need, path }: Attributes,
): void {
  const { parts } = context;
  const record = parts.names.name(`members of ${root}`, `${root}_properties`);
  const fields = declared.filter(({ name }) => need.members.has(name));
  emitRecordOf(parts, reading, { local: record, value: given, declared, fields, path });
  for (const field of fields) {
    const member = emitMember(context, root, record, field.name);
    const place = literal(`${path}/${pointerPart(field.name)}`);
    const read = fieldReader(openReaders(context), field, need.members.get(field.name));
    declare(context, reading, attributeInput(root, field.name), js`${read}(${member}, report, ${place})`);
  }
}

/** To `mayAllow`, what is absent of the resource or the context is unknown. */
function emitMember({ parts }: EnvironmentContext, root: Role | "context", record: Code, name: string): Code {
  const member = property(record, name);
  const isKnown = root === "subject" || root === "actor";
  return isKnown ? member : js`${parts.runtime("orUnknown")}(${member}, report)`;
}

/** Nothing is asked of any rule unless all that was read is in order, and all that was read before. */
function emitGuard(parts: ModuleParts, wrong: readonly Code[]): Code {
  const problems = js`${parts.runtime("hasProblems")}(report)`;
  const rows = filled([...wrong, problems]);
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
