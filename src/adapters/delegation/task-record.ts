import type { CheckedClaims } from "./check-claims.js";
import { textClaim, timeClaim } from "./claims.js";
import { toTime } from "./token-record.js";

/** The task of a token as `std.agents` declares it in `context.task`. */
export interface TaskRecord {
  readonly id: string;
  readonly expires: string;
}

/** The task that a token was issued for, if the options say where it stands and it stands there. */
export function taskRecord({ claims, options, expires }: CheckedClaims): TaskRecord | undefined {
  const { task } = options;
  const id = task && textClaim(claims, task.id);
  if (task === undefined || id === undefined) return undefined;
  const end = task.expires === undefined ? undefined : timeClaim(claims, task.expires);
  return { id, expires: toTime(Math.min(end ?? expires, expires)) };
}
