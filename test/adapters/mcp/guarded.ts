import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import type { AuditLine, DecisionModule } from "../../../src/adapters/enforcement.js";
import {
  createDecisionPoint,
  type PolicySource,
  type RelationAnswers,
  readDecisionModule,
} from "../../../src/adapters/enforcement.js";
import { type GuardEvent, type GuardOptions, guardTransport } from "../../../src/adapters/mcp.js";
import { toolDigest } from "../../../src/importers/mcp/tool-digest.js";
import type { ImportedTool } from "../../../src/runtime/decision.js";
import { compile } from "../../codegen/support.js";

/** A message as a test writes it. */
export type Message = { readonly [member: string]: unknown };

/** A tool of the server that tests talk to. */
export interface ServedTool {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** A server that answers at once, a client that says what a test makes it say, and the guard between them. */
export interface Guarded {
  /** Sends a message as the client. */
  say(message: Message, extra?: MessageExtraInfo): void;
  /** Sends a request as the client; resolves with what answers it. */
  ask(method: string, params?: Message): Promise<Message>;
  call(name: string, args?: Message): Promise<Message>;
  /** All that the client got. */
  readonly received: readonly Message[];
  /** All that the server got. */
  readonly reached: readonly Message[];
  /** The arguments of the calls that the server got. */
  calls(): readonly unknown[];
  /** Sends a message as the server. */
  serve(message: Message): Promise<void>;
  readonly events: readonly GuardEvent[];
  readonly lines: readonly AuditLine[];
  /** Puts another policy in force, or none. */
  replace(policy: string | undefined): void;
}

/** What a test may set. */
export interface GuardedOptions extends Partial<Omit<GuardOptions, "point" | "tell">> {
  readonly policy: string | undefined;
  readonly tools?: ServedTool[];
  /** What the server had declared when it was imported. */
  readonly imported?: readonly ServedTool[];
  /** What a tool answers; its arguments as JSON by default. */
  readonly answer?: (name: string, args: unknown) => Message | Promise<Message>;
  readonly failingAudit?: boolean;
  /** Who knows of relations. */
  readonly relations?: RelationAnswers;
  /** How long it has to answer, in milliseconds. */
  readonly relationTimeout?: number;
}

/** Everything between a client and a server, in memory. */
export function createGuarded({
  policy,
  tools = [],
  imported = [],
  answer = echo,
  failingAudit = false,
  relations,
  relationTimeout = 20_000,
  ...options
}: GuardedOptions): Guarded {
  const client = new TestTransport();
  const events: GuardEvent[] = [];
  const lines: AuditLine[] = [];
  const reached: Message[] = [];
  const source = changeablePolicy(policy, imported);
  const write = (line: AuditLine) => {
    if (failingAudit) throw new Error("the disk is full");
    lines.push(line);
  };
  const guard = guardTransport(client, {
    server: "files",
    caller: () => ({ subject: { type: "User", id: "mara" } }),
    ...options,
    point: createDecisionPoint({
      policy: source,
      audit: { write },
      ...(relations && { relations, relationTimeout }),
    }),
    tell: (event) => events.push(event),
  });
  guard.onmessage = (message) => {
    reached.push(message as Message);
    void respond(guard, message, { tools, answer });
  };
  void guard.start();
  let ids = 0;
  const ask = (method: string, params?: Message) => {
    const id = ++ids;
    const answered = client.answerTo(id);
    client.onmessage?.({ jsonrpc: "2.0", id, method, ...(params && { params }) } as JSONRPCMessage);
    return answered;
  };
  return {
    say: (message, extra) => client.onmessage?.({ jsonrpc: "2.0", ...message } as JSONRPCMessage, extra),
    ask,
    call: (name, args) => ask("tools/call", { name, ...(args && { arguments: args }) }),
    received: client.sent,
    reached,
    calls: () => reached.filter(({ method }) => method === "tools/call").map(argumentsOf),
    serve: (message) => guard.send({ jsonrpc: "2.0", ...message } as JSONRPCMessage),
    events,
    lines,
    replace: source.replace,
  };
}

function argumentsOf({ params }: Message): unknown {
  return (params as Message).arguments;
}

function echo(_name: string, args: unknown): Message {
  return { content: [{ type: "text", text: JSON.stringify(args ?? null) }] };
}

async function respond(
  guard: Transport,
  message: JSONRPCMessage,
  {
    tools,
    answer,
  }: { tools: ServedTool[]; answer: (name: string, args: unknown) => Message | Promise<Message> },
): Promise<void> {
  if (!("method" in message) || !("id" in message)) return;
  const result = await resultOf(message, tools, answer);
  if (result !== undefined) await guard.send({ jsonrpc: "2.0", id: message.id, result });
}

async function resultOf(
  { method, params }: JSONRPCRequest,
  tools: ServedTool[],
  answer: (name: string, args: unknown) => Message | Promise<Message>,
): Promise<Message | undefined> {
  switch (method) {
    case "initialize":
    case "server/discover":
      return {
        protocolVersion: "2025-11-25",
        serverInfo: { name: "test", version: "1" },
        capabilities: { tools: {}, resources: {}, prompts: {}, tasks: {}, logging: {} },
      };
    case "tools/list":
      return { tools: [...tools], cacheScope: "public" };
    case "tools/call":
      return answer(String(params?.name), params?.arguments);
    default:
      return {};
  }
}

/** What a client's transport is to the guard: a test hands it messages, and looks at what came back. */
class TestTransport implements Transport {
  readonly sent: Message[] = [];
  onmessage?: Transport["onmessage"];
  onclose?: () => void;
  readonly #waiting = new Map<unknown, (message: Message) => void>();

  async start(): Promise<void> {}

  async send(message: JSONRPCMessage): Promise<void> {
    this.sent.push(message as Message);
    if (!("method" in message)) this.#waiting.get(message.id)?.(message as Message);
  }

  async close(): Promise<void> {
    this.onclose?.();
  }

  answerTo(id: unknown): Promise<Message> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
}

function changeablePolicy(
  first: string | undefined,
  imported: readonly ServedTool[],
): PolicySource & { replace(policy: string | undefined): void } {
  let current = load(first, imported);
  const listeners = new Set<Parameters<PolicySource["onChange"]>[0]>();
  return {
    current: () => current,
    problem: () => (current === undefined ? "there is none" : undefined),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: async () => undefined,
    close: () => undefined,
    replace: (policy) => {
      current = load(policy, imported);
      for (const listener of listeners)
        listener(
          current
            ? { kind: "loaded", digest: current.policySet.digest }
            : { kind: "failed", problem: "none" },
        );
    },
  };
}

const compiled = new Map<string, DecisionModule>();

function load(policy: string | undefined, imported: readonly ServedTool[]) {
  if (policy === undefined) return undefined;
  const module = compiled.get(policy) ?? readDecisionModule(compile(policy).module);
  compiled.set(policy, module);
  const tools = imported.map(importedTool);
  return { ...module, policySet: { ...module.policySet, tools } };
}

function importedTool(tool: ServedTool): ImportedTool {
  return { action: `files.${tool.name}`, server: "files", tool: tool.name, digest: toolDigest(tool) };
}
