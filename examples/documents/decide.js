/*
 * Decides a few calls with tuples in a store. Build the policies first:
 *
 *   npx polc build examples/documents -o examples/documents/dist
 *   node examples/documents/decide.js
 *   node examples/documents/decide.js --spicedb localhost:50051 --token KEY
 *
 * With --spicedb the same questions go to a server of SpiceDB, whose schema is replaced by that of the policies.
 */
import { parseArgs } from "node:util";
import { createRelationStore, engineOf } from "polc/relations";
import { decideWith, policySet, relationsNeeded } from "./dist/policy.js";

const { values } = parseArgs({
  options: { spicedb: { type: "string" }, token: { type: "string", default: "" } },
});
const engine =
  values.spicedb === undefined ? engineOf(createRelationStore(policySet.relations)) : await spicedb();

const entity = (type, id) => ({ type, id });
const research = entity("Folder", "research");
const report = entity("Document", "report");
await engine.write({
  touch: [
    { subject: research, relation: "parent", object: report },
    { subject: { ...entity("Team", "research"), relation: "member" }, relation: "editor", object: research },
    { subject: entity("User", "bo"), relation: "member", object: entity("Team", "research") },
    { subject: entity("Agent", "bot"), relation: "opened", object: research },
  ],
});

for (const [user, action] of [
  ["bo", { name: "documents.read" }],
  ["bo", { name: "documents.edit", properties: { text: "Chapter 1" } }],
  ["cleo", { name: "documents.read" }],
]) {
  const request = {
    subject: entity("User", user),
    actor: entity("Agent", "bot"),
    action,
    resource: { ...report, properties: { classification: "internal" } },
    context: { office: false, now: new Date().toISOString() },
  };
  const { decision, subject, actor } = await decideWith(engine, request);
  const rules = [...subject.rules, ...actor.rules].join(", ");
  console.log(`${user}, by an agent, ${action.name}: ${decision ? "allow" : "deny"} by ${rules}`);
  console.log(`  asked: ${relationsNeeded(request).map(inWords).join(", ")}`);
}
await engine.close();

async function spicedb() {
  const { spicedbEngine } = await import("polc/relations/spicedb");
  const server = { endpoint: values.spicedb, token: values.token, security: "plaintext" };
  const opened = spicedbEngine({ ...server, model: policySet.relations });
  await opened.writeSchema();
  return opened;
}

function inWords({ subject, relation, object }) {
  return `${subject.type}(${subject.id}) is ${relation} of ${object.type}(${object.id})?`;
}
