import type { Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool, testOf } from "./by-tool.js";
import { createPrefixIndex } from "./prefix-index.js";
import { isCall, isText, type Properties } from "./read.js";

/** Prefixes by hand: for each tool two sets of prefixes. */
export function createPrefixesIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    allows: createPrefixIndex(allows.map((rule) => testOf(rule, "prefix").prefix)),
    denies: createPrefixIndex(denies.map((rule) => testOf(rule, "prefix").prefix)),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    const key = readKey(request.action.properties);
    return tool !== undefined && key !== undefined && tool.allows(key) && !tool.denies(key);
  };
}

function readKey(args: Properties): string | undefined {
  for (const name in args) if (name !== "key") return undefined;
  const { key } = args;
  return isText(key) ? key : undefined;
}

/** The 20 rules of prefixes as conditions. */
export function allowsPrefixesOf20(request: unknown): boolean {
  if (!isCall(request)) return false;
  const key = readKey(request.action.properties);
  if (key === undefined) return false;
  switch (request.action.name) {
    case "server0.tool0":
      return (
        key.startsWith("bucket0/") ||
        key.startsWith("bucket1/") ||
        key.startsWith("bucket2/") ||
        key.startsWith("bucket3/") ||
        key.startsWith("bucket4/")
      );
    case "server1.tool1":
      return (
        key.startsWith("bucket5/") ||
        key.startsWith("bucket6/") ||
        key.startsWith("bucket7/") ||
        (key.startsWith("bucket8/") && !key.startsWith("bucket8/private/"))
      );
    case "server2.tool2":
      return (
        key.startsWith("bucket10/") ||
        key.startsWith("bucket11/") ||
        key.startsWith("bucket12/") ||
        key.startsWith("bucket13/") ||
        key.startsWith("bucket14/")
      );
    case "server3.tool3":
      return (
        key.startsWith("bucket15/") ||
        key.startsWith("bucket16/") ||
        key.startsWith("bucket17/") ||
        (key.startsWith("bucket18/") && !key.startsWith("bucket18/private/"))
      );
    default:
      return false;
  }
}
