import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinTransports } from "../../../../src/adapters/mcp/proxy/join-transports.js";
import { lineTransport } from "../../../../src/adapters/mcp/proxy/line-transport.js";
import { readClientFrame, readServerFrame } from "../../../../src/adapters/mcp/proxy/read-frame.js";

/* Whatever a client and a server say, in whatever pieces it arrives, the other side hears just that, in order. */

const seed = 20261122;

const params = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
const method = fc.string();

/** Requests and notifications; ids count, since no two requests have one. */
const says = fc
  .array(fc.record({ method, params, isRequest: fc.boolean(), later: fc.jsonValue() }), { maxLength: 6 })
  .map((messages) =>
    messages.map(({ isRequest, later, ...message }, index) => ({
      jsonrpc: "2.0",
      ...(isRequest && { id: index % 2 === 0 ? index : `${index}` }),
      ...message,
      later,
    })),
  );

describe("joined transports", () => {
  it("messages-pass-unchanged", async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    const law = fc.asyncProperty(says, says, cuts, async (ofClient, ofServer, sizes) => {
      const client = lines(ofClient, sizes, readClientFrame);
      const server = lines(ofServer, sizes, readServerFrame);
      const problems: string[] = [];
      await joinTransports(client.transport, server.transport, {
        onProblem: (problem) => problems.push(problem),
      });
      await Promise.all([client.read, server.read]);
      expect(server.written()).toEqual(ofClient);
      expect(client.written()).toEqual(ofServer);
      expect(problems).toEqual([]);
    });
    await fc.assert(law, { seed, numRuns: 150 });
  });
});

/** A side that says `messages`, cut into pieces of these sizes, and remembers what it hears. */
function lines(messages: readonly object[], sizes: readonly number[], readFrame: typeof readClientFrame) {
  const text = messages.map((message) => `${JSON.stringify(message)}\n`).join("");
  let heard = "";
  let onInputEnd = () => {};
  const read = new Promise<void>((resolve) => {
    onInputEnd = resolve;
  });
  const output = {
    write: (line: string) => {
      heard += line;
    },
    drained: async () => {},
  };
  const onProblem = () => {
    throw new Error("a message was taken for none");
  };
  const input = pieces(Buffer.from(text), sizes);
  const transport: Transport = lineTransport({ input, output, readFrame, onProblem, onInputEnd });
  const written = (): JSONRPCMessage[] =>
    heard
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  return { transport, read, written };
}

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let index = 0; start < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}
