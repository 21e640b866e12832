import type { Grant, Grants, Party } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool } from "./by-tool.js";
import { type Ancestor, areAncestors, isCall, isText, type Properties } from "./read.js";

/** Ids by hand: for each tool sets of users and teams. */
export function createIdsIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    users: idsOf(allows, "user"),
    teams: idsOf(allows, "team"),
    denied: idsOf(denies, "user"),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    const { id, ancestors } = request.subject;
    if (tool === undefined || !areAncestors(ancestors) || !hasPlainArguments(request.action.properties))
      return false;
    return (tool.users.has(id) || isInOneOf(tool.teams, ancestors)) && !tool.denied.has(id);
  };
}

function idsOf(rules: readonly Grant[], kind: Party["kind"]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ to }) => (to?.kind === kind ? [to.id] : [])));
}

function isInOneOf(teams: ReadonlySet<string>, ancestors: readonly Ancestor[]): boolean {
  for (let index = 0; index < ancestors.length; index++) {
    const { type, id } = ancestors[index] as Ancestor;
    if (type === "Team" && teams.has(id)) return true;
  }
  return false;
}

function hasPlainArguments(args: Properties): boolean {
  for (const name in args) if (name !== "document") return false;
  return isText(args.document);
}

/** The 20 rules of ids as conditions. */
export function allowsIdsOf20(request: unknown): boolean {
  if (!isCall(request) || !hasPlainArguments(request.action.properties)) return false;
  const { id, ancestors } = request.subject;
  if (!areAncestors(ancestors)) return false;
  switch (request.action.name) {
    case "server0.tool0":
      return (
        id === "user1" ||
        id === "user3" ||
        isIn(ancestors, "team0") ||
        isIn(ancestors, "team2") ||
        isIn(ancestors, "team4")
      );
    case "server1.tool1":
      return (
        id === "user5" ||
        id === "user7" ||
        isIn(ancestors, "team6") ||
        (isIn(ancestors, "team8") && id !== "intern8")
      );
    case "server2.tool2":
      return (
        id === "user11" ||
        id === "user13" ||
        isIn(ancestors, "team10") ||
        isIn(ancestors, "team12") ||
        isIn(ancestors, "team14")
      );
    case "server3.tool3":
      return (
        id === "user15" ||
        id === "user17" ||
        isIn(ancestors, "team16") ||
        (isIn(ancestors, "team18") && id !== "intern18")
      );
    default:
      return false;
  }
}

function isIn(ancestors: readonly Ancestor[], team: string): boolean {
  for (let index = 0; index < ancestors.length; index++) {
    const { type, id } = ancestors[index] as Ancestor;
    if (type === "Team" && id === team) return true;
  }
  return false;
}
