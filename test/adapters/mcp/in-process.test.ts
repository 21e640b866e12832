import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDecisionPoint, fixedPolicy, readDecisionModule } from "../../../src/adapters/enforcement.js";
import { denialMetaKey, guardTransport } from "../../../src/adapters/mcp.js";
import { compile } from "../../codegen/support.js";

const policy = fixedPolicy(
  readDecisionModule(
    compile(`
use std.agents

action calendar.today, calendar.clear, calendar.share

policy people {
  rule reads allow User to calendar.today
  rule shares allow User to calendar.share
  rule sharing_is_approved
    deny User to calendar.share
    unless approval(from: "user", max_age: 1m)
    because "Sharing needs an approval."
}
`).module,
  ),
);

/** A server as people write them with the SDK, behind a guard in its own process, and a client of the SDK. */
async function connect(approve?: boolean) {
  const server = new McpServer({ name: "calendar", version: "1.0.0" });
  const called: string[] = [];
  for (const name of ["today", "clear", "share"]) {
    server.registerTool(name, { description: name }, () => {
      called.push(name);
      return { content: [{ type: "text", text: `${name}: done` }] };
    });
  }
  const capabilities = approve === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client({ name: "tester", version: "1.0.0" }, { capabilities });
  if (approve !== undefined)
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { approve } }));
  const [near, far] = InMemoryTransport.createLinkedPair();
  const point = createDecisionPoint({ policy });
  const caller = () => ({ subject: { type: "User", id: "mara" } });
  await server.connect(guardTransport(far, { point, server: "calendar", caller }));
  await client.connect(near);
  onTestFinished(async () => client.close());
  return { client, called };
}

describe("a guard in the server's own process", () => {
  it("stands between the SDK's server and client, and neither notices", async () => {
    const { client, called } = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["today", "share"]);
    expect(await client.callTool({ name: "today" })).toEqual({
      content: [{ type: "text", text: "today: done" }],
    });
    expect(await client.callTool({ name: "clear" })).toMatchObject({
      isError: true,
      _meta: { [denialMetaKey]: { code: "no_matching_rule" } },
    });
    expect(called).toEqual(["today"]);
  });

  it("asks the person at the client for an approval", async () => {
    const willing = await connect(true);
    expect(await willing.client.callTool({ name: "share" })).toMatchObject({
      content: [{ text: "share: done" }],
    });
    const unwilling = await connect(false);
    expect(await unwilling.client.callTool({ name: "share" })).toMatchObject({
      isError: true,
      _meta: { [denialMetaKey]: { approval: "declined" } },
    });
    expect([...willing.called, ...unwilling.called]).toEqual(["share"]);
  });
});
