import type { PolicySet } from "../check/typed-policy-set.js";
import type { Secrets, Showing, ShownMembers } from "../runtime/secrets.js";
import { type Code, indented, join, js, lines, literal, propertyName } from "./code.js";
import { secretsOf } from "./secrets.js";

/** Emits what logs may show of requests and decisions, as an object; undefined where nothing is secret. */
export function emitSecrets(policySet: PolicySet): Code | undefined {
  const secrets = secretsOf(policySet);
  if (secrets === undefined) return undefined;
  return block([
    js`entities: ${emitTable(secrets.entities)},`,
    js`actions: ${emitTable(secrets.actions)},`,
    js`context: ${emitData(secrets.context)},`,
    js`obligations: ${emitTable(secrets.obligations)},`,
    js`remedies: ${emitTable(secrets.remedies)},`,
  ]);
}

function emitTable(table: Secrets["entities"]): Code {
  const rows = Object.entries(table).map(([name, shown]) => js`${propertyName(name)}: ${emitData(shown)},`);
  return rows.length === 0 ? js`{}` : block(rows);
}

function block(members: readonly Code[]): Code {
  return lines([js`{`, indented(lines(members)), js`}`]);
}

function emitData(data: Showing | ShownMembers): Code {
  if (typeof data === "string") return literal(data);
  const entries = Object.entries<Showing | ShownMembers>(data);
  const members = entries.map(([name, each]) => js`${propertyName(name)}: ${emitData(each)}`);
  return members.length === 0 ? js`{}` : js`{ ${join(members, ", ")} }`;
}
