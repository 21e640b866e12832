// An MCP server over standard streams, without the SDK: what it writes is exactly what is written here. What it was sent it can be asked for.
import { createInterface } from "node:readline";

const received = [];
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const text = (value) => ({ content: [{ type: "text", text: value }] });

/** By name of the tool: what it answers, of its arguments. */
const tools = {
  echo: (args) => text(JSON.stringify(args)),
  received: () => text(JSON.stringify(received)),
  big: ({ bytes }) => text("é".repeat(bytes / 2)),
  strange: () => ({
    ...text("strange"),
    _meta: { "com.example/x": 1 },
    isError: true,
    later: { kept: [null, 1.5] },
  }),
  slow: async ({ ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return text("slow");
  },
  progress: (_, { _meta }) => {
    for (const progress of [1, 2])
      send({ method: "notifications/progress", params: { progressToken: _meta.progressToken, progress } });
    return text("done");
  },
  stray: () => {
    process.stdout.write("Listening on port 1\n\n[1]\n");
    send({ id: "nobody asked", result: {} });
    return text("still here");
  },
  complain: () => {
    process.stderr.write("a complaint\n");
    return text("complained");
  },
  ask: async () => {
    send({ id: 1, method: "roots/list" });
    return text(JSON.stringify(await new Promise((resolve) => answers.set(1, resolve))));
  },
  die: () => process.kill(process.pid, "SIGKILL"),
  exit: () => process.exit(3),
};
const answers = new Map();

const methods = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: { listChanged: true } },
    serverInfo: { name: "fake", version: "1.0.0" },
  }),
  "tools/list": () => ({
    tools: Object.keys(tools).map((name) => ({
      name,
      inputSchema: { type: "object" },
      unknown: { kept: true },
    })),
  }),
  "tools/call": async (params) => {
    if (params.name !== "received") received.push(params.arguments);
    return tools[params.name](params.arguments ?? {}, params);
  },
  ping: () => ({}),
};

const stays = process.argv.includes("--stays");
if (stays) {
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params = {}, result } = JSON.parse(line);
  if (method === undefined) answers.get(id)?.(result);
  else if (id === undefined) received.push(method);
  else if (methods[method] === undefined)
    send({ id, error: { code: -32601, message: "no such method", data: [1] } });
  else void Promise.resolve(methods[method](params)).then((answer) => send({ id, result: answer }));
}
