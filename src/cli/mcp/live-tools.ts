import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { ImportSource } from "../../importers/lock-file.js";
import { version } from "../../version.js";
import { isNoMessage, LiveProblem, liveProblemOf, refusesTransport } from "./live-problem.js";
import { type Connection, httpConnection, sseConnection, stdioConnection } from "./live-transports.js";

/** A server that runs: started here, or reached over HTTP. */
export type LiveSource = Exclude<ImportSource, { readonly kind: "file" }>;

/** What asking a server takes. */
export interface LiveOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long all of it may take, in milliseconds. */
  readonly timeout: number;
}

/** What a server lists, as the text of a file that holds it, or why it does not. */
export type LiveTools =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string; readonly help?: string };

/**
 * Asks a server for its tools, all pages, and ends the connection, and the server if it was started here. Never throws for what a server
 * does. The client announces no capabilities: a tool that a server offers only to a client that it can ask back is not in the list.
 */
export async function listLiveTools(source: LiveSource, options: LiveOptions): Promise<LiveTools> {
  const deadline = Date.now() + options.timeout;
  try {
    const list =
      source.kind === "stdio"
        ? await listOver(stdioConnection(source.command, options.env), deadline)
        : await listOverHttp(source, options, deadline);
    return { text: `${JSON.stringify(list, undefined, 2)}\n` };
  } catch (error) {
    const { message, help } = liveProblemOf(error);
    return help === undefined ? { problem: message } : { problem: message, help };
  }
}

/** Streamable HTTP, or for a server of before 2025-03-26 HTTP with server-sent events, as the specification says to try them. */
async function listOverHttp(
  source: Extract<LiveSource, { kind: "http" }>,
  { env }: LiveOptions,
  deadline: number,
): Promise<object> {
  try {
    return await listOver(httpConnection(source, env), deadline);
  } catch (error) {
    if (!refusesTransport(error)) throw error;
    return await listOver(sseConnection(source, env), deadline).catch(() => {
      throw error;
    });
  }
}

async function listOver({ transport, stderr }: Connection, deadline: number): Promise<object> {
  const client = new Client({ name: "polc", version });
  let hasStrayOutput = false;
  client.onerror = (error) => {
    hasStrayOutput ||= isNoMessage(error);
  };
  try {
    return await before(deadline, async () => {
      await client.connect(transport, patient);
      const tools = await listPages(client);
      return { serverInfo: client.getServerVersion(), tools };
    });
  } catch (error) {
    throw liveProblemOf(error, { stderr: stderr(), hasStrayOutput });
  } finally {
    await client.close();
  }
}

/** The deadline is for all requests together; none has a shorter one of its own. */
const patient = { timeout: 2 ** 31 - 1 };

/** What `work` gives, or a problem if it takes too long. */
async function before<Result>(deadline: number, work: () => Promise<Result>): Promise<Result> {
  const time = Math.max(0, deadline - Date.now());
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LiveProblem("it did not answer in time")), time);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As the server gives them: what a newer revision says of a tool is kept too. */
async function listPages(client: Client): Promise<readonly unknown[]> {
  const tools: unknown[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const page = await client.request({ method: "tools/list", params }, ResultSchema, patient);
    if (!Array.isArray(page.tools)) throw new LiveProblem("its answer to `tools/list` has no list `tools`");
    tools.push(...page.tools);
    cursor = cursorOf(page.nextCursor, seen);
  } while (cursor !== undefined);
  return tools;
}

function cursorOf(cursor: unknown, seen: Set<string>): string | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  if (typeof cursor !== "string") throw new LiveProblem("its `nextCursor` is no text");
  if (seen.has(cursor)) throw new LiveProblem("its pages lead in a circle");
  seen.add(cursor);
  return cursor;
}
