import {
  type AuditFile,
  auditFile,
  createDecisionPoint,
  type DecisionModule,
  type DecisionPoint,
  openPolicy,
  type PolicySource,
} from "../../adapters/enforcement.js";
import { createDiagnostic } from "../../diagnostics/catalogue.js";
import { emptySpan } from "../../source/span.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { messageOf } from "../../util/message-of.js";
import type { CliHost } from "../cli-host.js";
import type { ExitCode } from "../exit-code.js";
import { relationOrigin } from "../relations/relation-origin.js";
import { openRelationSource, type RelationSource } from "../relations/relation-source.js";
import { tellUnanswered } from "../relations/tell-unanswered.js";
import { printDiagnostics, refuse } from "../report.js";
import type { ProxySettings } from "./settings.js";

/** What decides, and what it needs while it does. */
export interface Enforcement {
  readonly point: DecisionPoint;
  /** What the policy set calls the server. */
  readonly server: string;
  /** Looks at the policies, and opens the log, anew. */
  reload(): void;
  close(): Promise<void>;
}

/** Loads the policies and opens the log, or says how the command ends. A policy that cannot be loaded yet is no hindrance: nothing is allowed until it is. */
export async function openEnforcement(
  settings: ProxySettings,
  host: CliHost,
): Promise<Enforcement | ExitCode> {
  const audit = openAudit(settings, host);
  if (typeof audit === "number") return audit;
  const policy = await openPatiently(settings);
  const candidate = await openCandidate(settings);
  const relations = await openRelations(settings, policy, host);
  const sources = [policy, ...(candidate ? [candidate] : []), ...(relations ? [relations] : [])];
  const close = async () => {
    for (const source of sources) await source.close();
    await audit?.close();
  };
  const server = settings.server ?? serverIn(policy.current());
  if (server === undefined) {
    await close();
    return refuseUnnamed(policy, host);
  }
  tellOfPolicies(policy, server, host);
  if (candidate !== undefined) tellOfCandidate(candidate, host);
  const point = createDecisionPoint({
    policy,
    ...(candidate && { candidate }),
    ...(audit && { audit }),
    ...(relations && { relations }),
  });
  const reload = () => {
    audit?.reopen();
    for (const source of sources) void source.reload();
  };
  return { point, server, reload, close };
}

function openAudit({ audit }: ProxySettings, host: CliHost): AuditFile | ExitCode | undefined {
  if (audit === undefined) return undefined;
  try {
    return auditFile(audit === "-" ? process.stderr : audit);
  } catch (error) {
    return refuse(host, "POL4061", `the audit log \`${audit}\` cannot be opened: ${messageOf(error)}`);
  }
}

/** Somebody may be writing the file just now: the name of the server may hang on it. */
async function openPatiently({ policy: path, keepLastPolicy }: ProxySettings): Promise<PolicySource> {
  const policy = await openPolicy(path, { watch: true, keepLast: keepLastPolicy });
  for (let attempt = 0; attempt < 3 && policy.current() === undefined; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await policy.reload();
  }
  return policy;
}

async function openCandidate({ candidate }: ProxySettings): Promise<PolicySource | undefined> {
  return candidate === undefined ? undefined : openPolicy(candidate, { watch: true });
}

async function openRelations(
  { relations }: ProxySettings,
  policy: PolicySource,
  host: CliHost,
): Promise<RelationSource | undefined> {
  const tell = (line: string) => void host.stderr.write(`polc: ${line}\n`);
  if (relations === undefined) return void tellUnanswered(policy, tell);
  const origin = relationOrigin(relations, { env: host.env, tell });
  return openRelationSource({ policy, origin, watch: true, tell });
}

/** The server whose tools the policy set imported, or whose actions it declares, if there is one only. */
function serverIn(module: DecisionModule | undefined): string | undefined {
  const servers = serversIn(module);
  return servers.length === 1 ? servers[0] : undefined;
}

function serversIn(module: DecisionModule | undefined): readonly string[] {
  if (module === undefined) return [];
  const { tools, actions } = module.policySet;
  const imported = tools.map(({ server }) => server);
  const declared = Object.keys(actions).flatMap((name) =>
    name.includes(".") ? [name.replace(/\..*$/s, "")] : [],
  );
  return [...new Set(imported.length > 0 ? imported : declared)].sort();
}

function refuseUnnamed(policy: PolicySource, host: CliHost): ExitCode {
  const module = policy.current();
  if (module === undefined) {
    const help = "with `--server NAME` the proxy starts anyway, and allows nothing until the policy is there";
    return refuse(host, "POL4063", policy.problem() ?? "the policy cannot be loaded", help);
  }
  const servers = serversIn(module).map((name) => `\`${name}\``);
  const found = servers.length === 0 ? "no action of a server" : `actions of ${servers.join(", ")}`;
  return refuse(
    host,
    "POL4061",
    `which server this is cannot be told: the policy set has ${found}`,
    "add `--server NAME`",
  );
}

function tellOfPolicies(policy: PolicySource, server: string, host: CliHost): void {
  const warn = warningsTo(host);
  const problem = policy.problem();
  if (problem !== undefined) warn("POL4063", problem, "nothing is allowed until it can be loaded");
  const servers = serversIn(policy.current());
  if (policy.current() !== undefined && !servers.includes(server)) {
    const meant = didYouMean(server, servers);
    const help = meant === undefined ? "nothing will be allowed" : `did you mean \`${meant}\`?`;
    warn("POL4064", `the policy set has no action of the server \`${server}\``, help);
  }
  policy.onChange((event) => {
    if (event.kind === "loaded") host.stderr.write(`polc: the policy is now ${event.digest}\n`);
    else if (event.kept) warn("POL4063", event.problem, "the policy before stays in force");
    else warn("POL4063", event.problem, "nothing is allowed until it can be loaded");
  });
}

/** A log without differences must not pass for a candidate that agrees. */
function tellOfCandidate(candidate: PolicySource, host: CliHost): void {
  const warn = (problem: string) =>
    warningsTo(host)("POL4063", problem, "nothing is compared until the candidate can be loaded");
  const problem = candidate.problem();
  if (problem !== undefined) warn(problem);
  candidate.onChange((event) => {
    if (event.kind === "failed") warn(event.problem);
  });
}

function warningsTo(host: CliHost) {
  return (code: "POL4063" | "POL4064", message: string, help: string): void =>
    printDiagnostics(host, host.stderr, [createDiagnostic(code, emptySpan(), message, { help })], []);
}
