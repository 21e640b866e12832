import { createAuthzen } from "../adapters/authzen/create-authzen.js";
import { createDecisionPoint } from "../adapters/enforcement/decision-point.js";
import type { PolicyEvent } from "../adapters/enforcement/policy-source.js";
import { reasonOf } from "../disk/write-files.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { readAll } from "./read-all.js";
import { printDiagnostics } from "./report.js";
import type { AuthenticationOptions } from "./serve/authentication.js";
import { type HttpServer, startServer } from "./serve/http-server.js";
import { Mistake, mistake, type OpenedService, openService } from "./serve/open-service.js";

/** Options of `polc serve`. */
export interface ServeCommand extends AuthenticationOptions {
  /** The decision module. */
  readonly path: string;
  readonly listen: string;
  /** The address at which callers reach the server, if it is another one. */
  readonly publicUrl?: string;
  /** A file of what is known of entities. */
  readonly entities?: string;
  readonly trustProperties: boolean;
  /** Deny what names an entity that the file does not list, of a type that it lists. */
  readonly knownOnly: boolean;
  /** Let everybody ask, wherever the server listens. */
  readonly withoutAuthentication: boolean;
  /** A file of tuples: who has which relation to what. */
  readonly relations?: string;
  /** Where decisions are logged: a file, or `-`. */
  readonly audit?: string;
  /** A decision module that is asked beside, and decides nothing. */
  readonly candidate?: string;
  /** Let a policy decide on when its file cannot be loaded any more. */
  readonly keepLastPolicy: boolean;
  readonly watch: boolean;
  readonly bodyLimit: number;
  /** How long a request may take to arrive, in milliseconds. */
  readonly timeout: number;
  /** How long requests may take once the server is to stop, in milliseconds. */
  readonly grace: number;
}

/**
 * `polc serve`: an AuthZEN decision point over HTTP, until it is told to stop. What is wrong with what it is given ends it before it listens; a
 * policy or a file of entities that breaks later has everything denied until it is mended.
 */
export async function run(options: ServeCommand, host: CliHost): Promise<ExitCode> {
  try {
    const service = await openService(options, host);
    try {
      await serve(service, options, host);
    } finally {
      await service.close();
    }
    return exitCode.fine;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    await tell(error, host);
    return exitCode.usage;
  }
}

async function tell({ diagnostic }: Mistake, host: CliHost): Promise<void> {
  const { file: path } = diagnostic.span;
  const text = path === "" ? undefined : await readAll(host, path);
  printDiagnostics(host, host.stderr, [diagnostic], text === undefined ? [] : [{ path, text }]);
}

async function serve(service: OpenedService, options: ServeCommand, host: CliHost): Promise<void> {
  const server = await start(service, options, host);
  const told = whenTold(host);
  const ends = [host.onSignal("SIGHUP", () => void reload(service, host)), ...tellOfPolicies(service, host)];
  host.stderr.write(`${server.url}: ready\n`);
  await told;
  host.stderr.write(`${server.url}: stopping\n`);
  await server.stop(options.grace);
  for (const end of ends) end();
}

/** Resolves when the process is to stop. */
function whenTold(host: CliHost): Promise<void> {
  return new Promise((resolve) => {
    const ends = (["SIGTERM", "SIGINT"] as const).map((signal) =>
      host.onSignal(signal, () => {
        // A second signal ends the process at once, as it does where nobody listens.
        for (const end of ends) end();
        resolve();
      }),
    );
  });
}

async function reload(service: OpenedService, host: CliHost): Promise<void> {
  const { policy, candidate, entities, relations, audit, callers } = service;
  audit?.reopen?.();
  const problem = await callers?.renew();
  if (problem !== undefined) host.stderr.write(`${problem}; callers are known as before\n`);
  await Promise.all([policy.reload(), candidate?.reload(), entities?.reload(), relations?.reload()]);
}

function tellOfPolicies({ policy, candidate }: OpenedService, host: CliHost): readonly (() => void)[] {
  const tellOf = (name: string, without: string) => (event: PolicyEvent) => {
    if (event.kind === "loaded") return host.stderr.write(`${name}: ${event.digest} is in force\n`);
    const then = event.kept ? "the one before stays in force" : without;
    return host.stderr.write(`${name}: ${event.problem}; ${then}\n`);
  };
  return [
    policy.onChange(tellOf("policy", "everything is denied")),
    ...(candidate === undefined ? [] : [candidate.onChange(tellOf("candidate", "it is not asked"))]),
  ];
}

async function start(service: OpenedService, options: ServeCommand, host: CliHost): Promise<HttpServer> {
  const { policy, candidate, audit, entities, relations, callers, address } = service;
  const point = createDecisionPoint({
    policy,
    ...(candidate && { candidate }),
    ...(audit && { audit }),
    ...(relations && { relations }),
  });
  const handlerAt = (url: string) =>
    createAuthzen({
      point,
      ...(entities && { entities }),
      ...(callers && { authenticate: callers.authenticate }),
      trustProperties: options.trustProperties,
      knownOnly: options.knownOnly,
      // Others reach a server by a name that it does not know.
      ...publicUrlOf(options.publicUrl ?? (address.isPrivate ? url : undefined)),
      bodyLimit: options.bodyLimit,
      onError: (error) =>
        host.stderr.write(`a bug in polc: ${error instanceof Error ? error.stack : error}\n`),
    });
  try {
    return await startServer(handlerAt, { host: address.host, port: address.port, timeout: options.timeout });
  } catch (error) {
    return mistake("POL4055", `\`${options.listen}\` cannot be listened on: ${whyNot(error)}`);
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons.get(code) ?? reasonOf(error);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "the system does not allow it"],
  ["EADDRINUSE", "another program listens there"],
  ["EADDRNOTAVAIL", "this machine has no such address"],
  ["ENOTFOUND", "there is no such host"],
]);

function publicUrlOf(publicUrl: string | undefined): { readonly publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl };
}
