// An MCP server over standard streams that behaves as its argument says, without the SDK: what it answers is exactly what is written here.
import { createInterface } from "node:readline";

const behaviour = JSON.parse(process.argv[2] ?? "{}");
const { pages = [[]], exits = false, hangs = false, prints, serverInfo, refuses = false } = behaviour;

if (prints !== undefined) process.stdout.write(`${prints}\n`);
if (exits) {
  process.stderr.write("Error: the \u001b[31mdatabase\u001b[0m is away\n    at start\n");
  process.exit(1);
}

const answers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: serverInfo ?? { name: "fake", version: "1.0.0" },
  }),
  "tools/list": ({ cursor = "0" }) => {
    const page = Number(cursor);
    const next = behaviour.circle ? "0" : page + 1 < pages.length ? String(page + 1) : undefined;
    return { tools: pages[page], ...(next !== undefined && { nextCursor: next }) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params = {} } = JSON.parse(line);
  if (id === undefined || hangs) continue;
  const answer =
    refuses && method === "tools/list"
      ? { error: { code: -32603, message: "no tools\ntoday" } }
      : { result: answers[method](params) };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...answer })}\n`);
}

// A server that hangs does not even end when nobody listens any more.
if (hangs) setInterval(() => {}, 1000);
