import type { IncomingMessage } from "node:http";
import type { MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import { type Caller, createDelegation, type Delegation } from "../../adapters/delegation.js";
import type { Authenticated } from "../../adapters/mcp/proxy/answer-http.js";
import { loopbackHosts } from "../../adapters/mcp/proxy/browser-access.js";
import type { ProtectedResource } from "../../adapters/mcp/proxy/protected-resource.js";
import { type HttpProxy, type HttpProxyOptions, proxyHttp } from "../../adapters/mcp/proxy/proxy-http.js";
import type { CliHost } from "../cli-host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { liveProblemOf } from "../mcp/live-problem.js";
import { refuse } from "../report.js";
import type { ListenAddress } from "../serve/parse-listen.js";
import type { CallerSetting } from "./callers-of.js";
import { connectorOf } from "./connect.js";
import { guardOf } from "./guard-of.js";
import type { Enforcement } from "./open-enforcement.js";
import type { ProxySettings } from "./settings.js";

/** Serves clients over Streamable HTTP until a signal comes. */
export async function runHttp(
  settings: ProxySettings,
  listen: ListenAddress,
  enforcement: Enforcement,
  host: CliHost,
): Promise<ExitCode> {
  let proxy: HttpProxy;
  try {
    proxy = await proxyHttp(optionsOf(settings, listen, enforcement, host));
  } catch (error) {
    const { message, help } = liveProblemOf(error);
    return refuse(host, "POL4061", `the proxy cannot start: ${message}`, help);
  }
  host.stderr.write(`polc: listening at ${proxy.url}\n`);
  await stopSignal(host);
  await proxy.close();
  return exitCode.fine;
}

async function stopSignal(host: CliHost): Promise<void> {
  const forget: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) forget.push(host.onSignal(signal, resolve));
  });
  for (const each of forget) each();
}

const path = "/mcp";
const longestBody = 4 * 1024 * 1024;
const defaults = { most: 100, idle: 1_800 };

function optionsOf(
  settings: ProxySettings,
  { host: name, port, isPrivate }: ListenAddress,
  enforcement: Enforcement,
  host: CliHost,
): HttpProxyOptions {
  const { callers, origins = [], sessions } = settings;
  const { most, idle } = { ...defaults, ...sessions };
  const tell = (line: string) => host.stderr.write(`polc: ${line}\n`);
  const resource = resourceOf(callers);
  return {
    host: name,
    port,
    path,
    longestBody,
    origins,
    hosts: isPrivate ? [...loopbackHosts, name] : undefined,
    limits: { most, idle: idle * 1000 },
    authenticate: authenticator(callers, tell),
    ...(resource && { resource }),
    connect: connectorOf(settings.upstream, host),
    guard: guardOf(settings, enforcement, callerOf, host),
    tell,
  };
}

/** Who sends a request; the guard finds it again in {@link callerOf}. */
function authenticator(
  callers: CallerSetting,
  tell: (line: string) => void,
): HttpProxyOptions["authenticate"] {
  const find =
    callers.kind === "fixed"
      ? async () => ({ ok: true, caller: callers.caller }) as const
      : byToken(createDelegation(callers.delegation), tell);
  return async (token, request) => {
    const found = await find(token);
    return found.ok ? { ok: true, caller: withAddress(found.caller, request) } : found;
  };
}

/** A caller learns the code of a refusal; what else there is to it is for the operator. */
function byToken(delegation: Delegation, tell: (line: string) => void) {
  return async (token: string | undefined): Promise<Authenticated> => {
    if (token === undefined) return { ok: false, status: 401, message: "a bearer token is needed" };
    const result = await delegation.verify(token);
    if (result.ok) return result;
    tell(`a token is refused: ${result.code}: ${result.message}`);
    return { ok: false, status: result.code === "keys_unavailable" ? 503 : 401, message: result.code };
  };
}

/** With the address that the request came from, in the plain form: an address of IPv4 is none of IPv6. */
function withAddress(caller: Caller, { socket }: IncomingMessage): Caller {
  const ip = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, "");
  return ip === undefined ? caller : { ...caller, context: { ...caller.context, ip } };
}

/** The caller that {@link authenticator} found; the guard refuses a message without one. */
function callerOf(extra: MessageExtraInfo | undefined): Caller {
  const caller = extra?.authInfo?.extra?.caller;
  if (caller === undefined) throw new Error("the message came without a caller");
  return caller as Caller;
}

/** What is told of where tokens come from, if the audience is an address. */
function resourceOf(callers: CallerSetting): ProtectedResource | undefined {
  if (callers.kind === "fixed") return undefined;
  const { audience, issuers } = callers.delegation;
  const address = [audience].flat().find((name) => URL.canParse(name));
  return address === undefined
    ? undefined
    : { resource: new URL(address), authorizationServers: Object.keys(issuers) };
}
