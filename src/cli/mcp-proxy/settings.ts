import { dirname, resolve } from "node:path";
import type { CliHost } from "../cli-host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { readAll } from "../read-all.js";
import type { RelationSetting } from "../relations/relation-origin.js";
import { printDiagnostics, refuse } from "../report.js";
import { type ListenAddress, parseListen } from "../serve/parse-listen.js";
import { type CallerSetting, callersOf } from "./callers-of.js";
import type { ProxyCommand } from "./command.js";
import type { EnforcementConfiguration } from "./configuration.js";

import { isMisuse, type Misuse } from "./misuse.js";
import { readConfiguration } from "./read-configuration.js";

/** What a proxy does: the configuration file, and the command line over it. */
export interface ProxySettings extends Omit<EnforcementConfiguration, "subject" | "actor" | "delegation"> {
  /** The decision module. */
  readonly policy: string;
  readonly keepLastPolicy: boolean;
  readonly callers: CallerSetting;
  readonly upstream: UpstreamSetting;
  /** Where to listen; undefined for standard input and output. */
  readonly listen: ListenAddress | undefined;
}

/** The server: started by a command, or reached at an address. */
export type UpstreamSetting =
  | { readonly kind: "command"; readonly command: readonly string[] }
  | { readonly kind: "http"; readonly url: string; readonly headers: readonly string[] };

/** The settings of a command, or how it ends because they make no proxy. */
export async function settingsOf(options: ProxyCommand, host: CliHost): Promise<ProxySettings | ExitCode> {
  const configuration = options.config === undefined ? {} : await configurationAt(options.config, host);
  if (typeof configuration === "number") return configuration;
  const settings = combine(options, configuration);
  return isMisuse(settings) ? refuse(host, "POL4061", settings.problem, settings.help) : settings;
}

async function configurationAt(path: string, host: CliHost): Promise<EnforcementConfiguration | ExitCode> {
  const text = await readAll(host, path);
  if (text === undefined) return refuse(host, "POL4060", `\`${path}\` cannot be read, or is not UTF-8`);
  const { configuration, diagnostics } = await readConfiguration({ path, text }, host.env);
  if (configuration !== undefined) return fromFolder(configuration, dirname(path));
  printDiagnostics(host, host.stderr, diagnostics, [{ path, text }]);
  return exitCode.usage;
}

/** Paths in the file are from where it is. */
function fromFolder(configuration: EnforcementConfiguration, folder: string): EnforcementConfiguration {
  const { audit, candidate, relations } = configuration;
  return {
    ...configuration,
    ...(audit !== undefined && { audit: audit === "-" ? audit : resolve(folder, audit) }),
    ...(candidate !== undefined && { candidate: resolve(folder, candidate) }),
    ...(relations !== undefined && { relations: relationsFrom(folder, relations) }),
  };
}

function relationsFrom(folder: string, relations: RelationSetting): RelationSetting {
  if (typeof relations === "string") return resolve(folder, relations);
  return "sqlite" in relations ? { sqlite: resolve(folder, relations.sqlite) } : relations;
}

function combine(options: ProxyCommand, configuration: EnforcementConfiguration): ProxySettings | Misuse {
  const listen = options.listen === undefined ? undefined : listenOf(options.listen);
  if (isMisuse(listen)) return listen;
  const upstream = upstreamOf(options);
  if (isMisuse(upstream)) return upstream;
  const callers = callersOf(options, configuration, listen);
  if (isMisuse(callers)) return callers;
  const { server = configuration.server, trusted = configuration.trusted } = options;
  const { audit = configuration.audit, candidate = configuration.candidate } = options;
  const { relations = configuration.relations } = options;
  if (candidate !== undefined && audit === undefined)
    return {
      problem: "a candidate is compared in the audit log, and there is none",
      help: "add `--audit FILE`",
    };
  return {
    ...configuration,
    policy: options.policy,
    keepLastPolicy: options.keepLastPolicy,
    callers,
    upstream,
    listen,
    ...(server !== undefined && { server }),
    ...(trusted !== undefined && { trusted }),
    ...(audit !== undefined && { audit }),
    ...(candidate !== undefined && { candidate }),
    ...(relations !== undefined && { relations }),
    ...(options.approver.length > 0 && { approvers: options.approver }),
    pass: [...(configuration.pass ?? []), ...options.pass],
  };
}

function listenOf(text: string): ListenAddress | Misuse {
  const problem = `\`${text}\` is no address to listen at`;
  return parseListen(text) ?? { problem, help: "write `HOST:PORT`, such as `127.0.0.1:8931`" };
}

function upstreamOf({ command, upstream, header }: ProxyCommand): UpstreamSetting | Misuse {
  if (upstream !== undefined) {
    if (command.length > 0) return { problem: "there are two servers: a command and `--upstream`" };
    return { kind: "http", url: upstream, headers: header };
  }
  if (header.length > 0) return { problem: "`--header` is for a server at an address: `--upstream`" };
  if (command.length > 0) return { kind: "command", command };
  return {
    problem: "there is no server to protect",
    help: "name its command after `--`, or its address with `--upstream`",
  };
}
