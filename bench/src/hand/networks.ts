import type { Grant, Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { byTool, testOf } from "./by-tool.js";
import { createIntervalIndex, type Interval, intervalOfBlock } from "./interval-index.js";
import { isCall, isText, type Properties, readIp } from "./read.js";

/** Networks by hand: for each tool two sorted lists of blocks. */
export function createNetworksIndex({ grants }: Grants): Decide {
  const tools = byTool(grants, (allows, denies) => ({
    allows: createIntervalIndex(allows.map(blockOf)),
    denies: createIntervalIndex(denies.map(blockOf)),
  }));
  return (request) => {
    if (!isCall(request)) return false;
    const tool = tools.get(request.action.name);
    if (tool === undefined || !hasPlainArguments(request.action.properties)) return false;
    const ip = readIp(request.context);
    return ip >= 0 && tool.allows(ip) && !tool.denies(ip);
  };
}

function blockOf(rule: Grant): Interval {
  const { base, bits } = testOf(rule, "network");
  return intervalOfBlock(base, bits);
}

function hasPlainArguments(args: Properties): boolean {
  for (const name in args) if (name !== "path") return false;
  return isText(args.path);
}

/** The 20 rules of networks as conditions. */
export function allowsNetworksOf20(request: unknown): boolean {
  if (!isCall(request) || !hasPlainArguments(request.action.properties)) return false;
  const ip = readIp(request.context);
  switch (request.action.name) {
    case "server0.tool0":
      return (
        (ip >= 0x0a000000 && ip <= 0x0a0000ff) ||
        (ip >= 0x0a000100 && ip <= 0x0a00013f) ||
        (ip >= 0x0a000200 && ip <= 0x0a00020f) ||
        (ip >= 0x0a000300 && ip <= 0x0a0003ff) ||
        (ip >= 0x0a000400 && ip <= 0x0a00043f)
      );
    case "server1.tool1":
      return (
        (ip >= 0x0a000500 && ip <= 0x0a00050f) ||
        (ip >= 0x0a000600 && ip <= 0x0a0006ff) ||
        (ip >= 0x0a000700 && ip <= 0x0a00073f) ||
        (ip >= 0x0a000800 && ip <= 0x0a00080f && (ip < 0x0a000808 || ip > 0x0a00080b))
      );
    case "server2.tool2":
      return (
        (ip >= 0x0a000a00 && ip <= 0x0a000a3f) ||
        (ip >= 0x0a000b00 && ip <= 0x0a000b0f) ||
        (ip >= 0x0a000c00 && ip <= 0x0a000cff) ||
        (ip >= 0x0a000d00 && ip <= 0x0a000d3f) ||
        (ip >= 0x0a000e00 && ip <= 0x0a000e0f)
      );
    case "server3.tool3":
      return (
        (ip >= 0x0a000f00 && ip <= 0x0a000fff) ||
        (ip >= 0x0a001000 && ip <= 0x0a00103f) ||
        (ip >= 0x0a001100 && ip <= 0x0a00110f) ||
        (ip >= 0x0a001200 && ip <= 0x0a0012ff && (ip < 0x0a001208 || ip > 0x0a00120b))
      );
    default:
      return false;
  }
}
