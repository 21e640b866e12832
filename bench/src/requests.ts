import type { DecisionRequest, EntityRecord } from "../../src/runtime/decision.js";
import { type Choices, seededChoices } from "../../src/testing/choices.js";

/**
 * `count` requests, the same ones every time. They are texts that were parsed, as those of a server are: no string is shared with
 * another request or joined from parts.
 */
export function createRequests(
  count: number,
  create: (choices: Choices) => DecisionRequest,
): readonly DecisionRequest[] {
  const choices = seededChoices(2026);
  return Array.from({ length: count }, () => JSON.parse(JSON.stringify(create(choices))));
}

/** A call of a tool with arguments. */
export function call(subject: EntityRecord, name: string, args: object, ip = "192.0.2.7"): DecisionRequest {
  return { subject, action: { name, properties: { ...args } }, context: { ip } };
}

/** What is said of a user beside the id. */
export interface UserDetails {
  readonly tenant?: string;
  readonly roles?: readonly string[];
  readonly teams?: readonly string[];
}

/** A user, with all that there is to say of one: what is said of a caller does not depend on the tool. */
export function user(
  id: string,
  { tenant = "tenant", roles = ["viewer"], teams = ["staff"] }: UserDetails = {},
): EntityRecord {
  return {
    type: "User",
    id,
    properties: { tenant, roles },
    ancestors: teams.map((team) => ({ type: "Team", id: team })),
  };
}
