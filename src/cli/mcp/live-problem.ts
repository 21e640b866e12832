import { SseError } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";

/**
 * Why a server was not asked, for people: the message goes on after "does not list its tools: ". Thrown within this folder only, where
 * the SDK throws too.
 */
export class LiveProblem extends Error {
  constructor(
    message: string,
    readonly help?: string,
    /** Of an answer over HTTP. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** What else is known of a server that failed. */
export interface Symptoms {
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** Whether something came that is no message of the protocol. */
  readonly hasStrayOutput: boolean;
}

/** Whatever went wrong with a server, in words. */
export function liveProblemOf(error: unknown, symptoms: Symptoms = noSymptoms): LiveProblem {
  const { message, help, status } = explained(error);
  return new LiveProblem(message, help ?? helpFrom(symptoms), status);
}

const noSymptoms: Symptoms = { stderr: "", hasStrayOutput: false };

function explained(error: unknown): LiveProblem {
  if (error instanceof LiveProblem) return error;
  if (error instanceof StreamableHTTPError || error instanceof SseError) return httpProblem(error.code);
  if (error instanceof McpError) return protocolProblem(error);
  if (isNoMessage(error)) return new LiveProblem("its answer is not what the protocol says");
  if (!(error instanceof Error)) return new LiveProblem(String(error));
  return systemProblem(error);
}

/** Whether something came that is no JSON, or JSON of another form: the second has the issues that Zod found. */
export function isNoMessage(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && "issues" in error);
}

function httpProblem(status: number | undefined): LiveProblem {
  if (status === undefined || status < 0) return new LiveProblem("its answer is not what the protocol says");
  return new LiveProblem(`it answers with the HTTP status ${status}`, helpForStatus(status), status);
}

function helpForStatus(status: number): string | undefined {
  if (status === 401 || status === 403) {
    return "give it a token from the environment: `--header 'Authorization: Bearer $TOKEN'`";
  }
  const isElsewhere = status === 404 || status === 405;
  return isElsewhere ? "name the address of its MCP endpoint, which often ends in `/mcp`" : undefined;
}

function protocolProblem({ code, message }: McpError): LiveProblem {
  if (code === ErrorCode.ConnectionClosed) return new LiveProblem("it ended before it answered");
  return new LiveProblem(`it answers "${oneLine(message.replace(/^MCP error -?\d+: /, ""))}"`);
}

/** What Node says of a program that cannot be started, or of an address that cannot be reached. */
function systemProblem(error: Error & { readonly code?: unknown; readonly path?: unknown }): LiveProblem {
  if (error.code === "ENOENT") return new LiveProblem(`there is no program \`${error.path}\``);
  if (error.code === "EACCES") return new LiveProblem(`\`${error.path}\` cannot be run`);
  const { cause } = error;
  if (!(cause instanceof Error)) return new LiveProblem(oneLine(error.message));
  const reason = "code" in cause ? String(cause.code) : cause.message;
  return new LiveProblem(`it cannot be reached (${oneLine(reason)})`);
}

function helpFrom({ stderr, hasStrayOutput }: Symptoms): string | undefined {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== "" && !/^Node\.js v/.test(line));
  const telling = lines.find((line) => /error\b/i.test(line)) ?? lines.at(-1);
  if (telling !== undefined) return `it wrote to standard error: ${oneLine(telling)}`;
  return hasStrayOutput ? "what it wrote to standard output is no message of the protocol" : undefined;
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** Whether an answer over HTTP says that the server speaks another transport. */
export function refusesTransport(error: unknown): boolean {
  return error instanceof LiveProblem && [400, 404, 405].includes(error.status ?? 0);
}
