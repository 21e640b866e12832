import type { MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import type { Caller } from "../enforcement/caller.js";
import type { GuardOptions } from "./guard-options.js";

/** Who sent a message. Never throws: of a caller that is refused, the promise is rejected. */
export function callerOf(
  { caller }: GuardOptions,
  extra: MessageExtraInfo | undefined,
): Caller | Promise<Caller> {
  try {
    return caller(extra);
  } catch (error) {
    return Promise.reject(error);
  }
}
