import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { expandVariables } from "./expand-variables.js";
import { LiveProblem } from "./live-problem.js";
import { splitCommand } from "./split-command.js";

/** A way to a server. */
export interface Connection {
  readonly transport: Transport;
  /** The end of what a server that was started here wrote to standard error. */
  readonly stderr: () => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts a server with the environment of polc, as a shell would, and speaks to it over its standard streams. */
export function stdioConnection(command: string, env: Environment): Connection {
  const words = splitCommand(command);
  if (words === undefined) throw new LiveProblem("a quote in the command is not closed");
  const [program, ...args] = words;
  if (program === undefined) throw new LiveProblem("the command is empty");
  const set = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const transport = new StdioClientTransport({
    command: program,
    args,
    env: Object.fromEntries(set),
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  return { transport, stderr: () => said };
}

/** An address, and the headers of each request to it, with names of variables in place of secrets. */
export interface HttpEndpoint {
  readonly url: string;
  readonly headers: readonly string[];
}

/** Streamable HTTP, of revision 2025-03-26 and later. */
export function httpConnection(endpoint: HttpEndpoint, env: Environment): Connection {
  const { url, requestInit } = requestTo(endpoint, env);
  // The cast: the class has `sessionId: string | undefined` where the interface has it optional.
  const transport = new StreamableHTTPClientTransport(url, { requestInit }) as Transport;
  return { transport, stderr: () => "" };
}

/** HTTP with server-sent events, of revision 2024-11-05. */
export function sseConnection(endpoint: HttpEndpoint, env: Environment): Connection {
  const { url, requestInit } = requestTo(endpoint, env);
  return { transport: new SSEClientTransport(url, { requestInit }), stderr: () => "" };
}

/** The address and the headers of requests to an endpoint, with variables filled in. */
export function requestTo({ url, headers }: HttpEndpoint, env: Environment) {
  return { url: addressOf(expanded(url, env)), requestInit: { headers: headersOf(headers, env) } };
}

function expanded(template: string, env: Environment): string {
  const { text, unset } = expandVariables(template, env);
  if (text !== undefined) return text;
  throw new LiveProblem(`the variable \`${unset}\` is not set`, `set \`${unset}\` in the environment`);
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new LiveProblem("this is no address that begins with `https://` or `http://`");
  }
  if (url.username === "" && url.password === "") return url;
  throw new LiveProblem(
    "its address holds a password",
    "give it in a header, from the environment: `--header 'Authorization: Basic $LOGIN'`",
  );
}

function headersOf(headers: readonly string[], env: Environment): Headers {
  const all = new Headers();
  for (const header of headers) {
    const colon = header.indexOf(":");
    const value = expanded(header.slice(colon + 1), env).trim();
    try {
      all.append(header.slice(0, Math.max(colon, 0)), value);
    } catch {
      throw new LiveProblem(
        `\`${header.slice(0, Math.max(colon, 0))}\` is no header that can be sent`,
        "a header is written `Name: value`",
      );
    }
  }
  return all;
}
