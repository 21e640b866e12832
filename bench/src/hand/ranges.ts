import type { Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool, testOf } from "./by-tool.js";
import { createIntervalIndex } from "./interval-index.js";
import { isCall, isInteger, isText, type Properties } from "./read.js";

/** Ranges by hand: for each tool two sorted lists of them. */
export function createRangesIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    allows: createIntervalIndex(allows.map((rule) => testOf(rule, "range"))),
    denies: createIntervalIndex(denies.map((rule) => testOf(rule, "range"))),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    const amount = readAmount(request.action.properties);
    return tool !== undefined && amount >= 0 && tool.allows(amount) && !tool.denies(amount);
  };
}

/** The amount; -1 where the arguments are not as declared. */
function readAmount(args: Properties): number {
  for (const name in args) if (name !== "account" && name !== "amount") return -1;
  const { account, amount } = args;
  return isText(account) && isInteger(amount, 0, 1_000_000_000) ? amount : -1;
}

/** The 20 rules of ranges as conditions. */
export function allowsRangesOf20(request: unknown): boolean {
  if (!isCall(request)) return false;
  const amount = readAmount(request.action.properties);
  switch (request.action.name) {
    case "server0.tool0":
      return (
        (amount >= 0 && amount <= 799) ||
        (amount >= 1000 && amount <= 1799) ||
        (amount >= 2000 && amount <= 2799) ||
        (amount >= 3000 && amount <= 3799) ||
        (amount >= 4000 && amount <= 4799)
      );
    case "server1.tool1":
      return (
        (amount >= 5000 && amount <= 5799) ||
        (amount >= 6000 && amount <= 6799) ||
        (amount >= 7000 && amount <= 7799) ||
        (amount >= 8000 && amount <= 8799 && amount < 8700)
      );
    case "server2.tool2":
      return (
        (amount >= 10000 && amount <= 10799) ||
        (amount >= 11000 && amount <= 11799) ||
        (amount >= 12000 && amount <= 12799) ||
        (amount >= 13000 && amount <= 13799) ||
        (amount >= 14000 && amount <= 14799)
      );
    case "server3.tool3":
      return (
        (amount >= 15000 && amount <= 15799) ||
        (amount >= 16000 && amount <= 16799) ||
        (amount >= 17000 && amount <= 17799) ||
        (amount >= 18000 && amount <= 18799 && amount < 18700)
      );
    default:
      return false;
  }
}
