import type { ImportedTool } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Caller } from "../enforcement/caller.js";
import type { PolicySetFacts } from "../enforcement/decision-module.js";
import type { GuardedCall, GuardOptions } from "./guard-options.js";
import type { LiveTool } from "./tool-catalogue.js";

/** A tool that is not what was imported: the digests. */
export interface ChangedTool {
  readonly expected: string;
  readonly actual: string | undefined;
}

/**
 * How the tool called `name` differs from what the policy set was compiled for; undefined where it does not, and where the policy set
 * declares the tool by hand and remembers no definition.
 */
export function changeOf(
  options: GuardOptions,
  name: string,
  live: LiveTool | undefined,
): ChangedTool | undefined {
  const imported = importedTool(options, name);
  if (imported === undefined || live?.digest === imported.digest) return undefined;
  return { expected: imported.digest, actual: live?.digest };
}

/** The call of the tool called `name`, as an action of the policy set. */
export function guardedCall(
  options: GuardOptions,
  name: string,
  args: JsonObject,
  caller: Caller,
): GuardedCall {
  const action = importedTool(options, name)?.action ?? `${options.server}.${name}`;
  return { tool: name, action, arguments: args, caller };
}

function importedTool({ point, server }: GuardOptions, name: string): ImportedTool | undefined {
  const module = point.module();
  return module && toolsByServer(module.policySet).get(server)?.get(name);
}

type ToolsByServer = ReadonlyMap<string, ReadonlyMap<string, ImportedTool>>;

const remembered = new WeakMap<PolicySetFacts, ToolsByServer>();

function toolsByServer(facts: PolicySetFacts): ToolsByServer {
  const found = remembered.get(facts) ?? groupTools(facts.tools);
  remembered.set(facts, found);
  return found;
}

function groupTools(tools: readonly ImportedTool[]): ToolsByServer {
  const servers = new Map<string, Map<string, ImportedTool>>();
  for (const entry of tools) {
    const ofServer = servers.get(entry.server) ?? new Map<string, ImportedTool>();
    servers.set(entry.server, ofServer.set(entry.tool, entry));
  }
  return servers;
}
