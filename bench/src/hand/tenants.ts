import type { Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool, testOf } from "./by-tool.js";
import { isCall, isText, type Properties } from "./read.js";

/** Tenants by hand: for each tool what kind of record a tenant's users may see, and which records nobody may. */
export function createTenantsIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    kinds: new Map(allows.map((rule) => [testOf(rule, "tenant").tenant, testOf(rule, "equals").text])),
    frozen: new Set(denies.map((rule) => testOf(rule, "equals").text)),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    if (tool === undefined) return false;
    const { tenant } = request.subject.properties;
    const args = request.action.properties;
    if (!isText(tenant) || !hasPlainArguments(args)) return false;
    return tool.kinds.get(tenant) === args.kind && !tool.frozen.has(args.record);
  };
}

interface Arguments {
  readonly record: string;
  readonly kind: string;
}

function hasPlainArguments(args: Properties): args is Properties & Arguments {
  for (const name in args) if (name !== "record" && name !== "kind") return false;
  return isText(args.record) && isText(args.kind);
}

/** The 20 rules of tenants as conditions. */
export function allowsTenantsOf20(request: unknown): boolean {
  if (!isCall(request)) return false;
  const { tenant } = request.subject.properties;
  const args = request.action.properties;
  if (!isText(tenant) || !hasPlainArguments(args)) return false;
  const { record, kind } = args;
  switch (request.action.name) {
    case "server0.tool0":
      return (
        (tenant === "tenant0" && kind === "invoice") ||
        (tenant === "tenant1" && kind === "order") ||
        (tenant === "tenant2" && kind === "contract") ||
        (tenant === "tenant3" && kind === "invoice") ||
        (tenant === "tenant4" && kind === "order")
      );
    case "server1.tool1":
      return (
        ((tenant === "tenant5" && kind === "contract") ||
          (tenant === "tenant6" && kind === "invoice") ||
          (tenant === "tenant7" && kind === "order") ||
          (tenant === "tenant8" && kind === "contract")) &&
        record !== "frozen8"
      );
    case "server2.tool2":
      return (
        (tenant === "tenant10" && kind === "order") ||
        (tenant === "tenant11" && kind === "contract") ||
        (tenant === "tenant12" && kind === "invoice") ||
        (tenant === "tenant13" && kind === "order") ||
        (tenant === "tenant14" && kind === "contract")
      );
    case "server3.tool3":
      return (
        ((tenant === "tenant15" && kind === "invoice") ||
          (tenant === "tenant16" && kind === "order") ||
          (tenant === "tenant17" && kind === "contract") ||
          (tenant === "tenant18" && kind === "invoice")) &&
        record !== "frozen18"
      );
    default:
      return false;
  }
}
