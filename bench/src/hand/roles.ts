import type { Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool, testOf } from "./by-tool.js";
import { isCall, isStrings, isText, type Properties } from "./read.js";

/** Roles by hand: for each tool two sets of them. */
export function createRolesIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    allows: new Set(allows.map((rule) => testOf(rule, "role").role)),
    denies: new Set(denies.map((rule) => testOf(rule, "role").role)),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    const { roles } = request.subject.properties;
    if (tool === undefined || !isStrings(roles) || !hasPlainArguments(request.action.properties))
      return false;
    return hasOneOf(tool.allows, roles) && !hasOneOf(tool.denies, roles);
  };
}

function hasOneOf(known: ReadonlySet<string>, roles: readonly string[]): boolean {
  for (let index = 0; index < roles.length; index++) if (known.has(roles[index] as string)) return true;
  return false;
}

function hasPlainArguments(args: Properties): boolean {
  for (const name in args) if (name !== "command") return false;
  return isText(args.command);
}

/** The 20 rules of roles as conditions. */
export function allowsRolesOf20(request: unknown): boolean {
  if (!isCall(request) || !hasPlainArguments(request.action.properties)) return false;
  const { roles } = request.subject.properties;
  if (!isStrings(roles)) return false;
  switch (request.action.name) {
    case "server0.tool0":
      return (
        roles.includes("role0") ||
        roles.includes("role1") ||
        roles.includes("role2") ||
        roles.includes("role3") ||
        roles.includes("role4")
      );
    case "server1.tool1":
      return (
        !roles.includes("suspended8") &&
        (roles.includes("role5") ||
          roles.includes("role6") ||
          roles.includes("role7") ||
          roles.includes("role8"))
      );
    case "server2.tool2":
      return (
        roles.includes("role10") ||
        roles.includes("role11") ||
        roles.includes("role12") ||
        roles.includes("role13") ||
        roles.includes("role14")
      );
    case "server3.tool3":
      return (
        !roles.includes("suspended18") &&
        (roles.includes("role15") ||
          roles.includes("role16") ||
          roles.includes("role17") ||
          roles.includes("role18"))
      );
    default:
      return false;
  }
}
