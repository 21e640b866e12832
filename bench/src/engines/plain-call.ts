import type { DecisionRequest } from "../../../src/runtime/decision.js";
import type { Grant } from "../grant.js";
import { parseIpv4 } from "../hand/read.js";

/** A request as peers take it: checked and taken apart beforehand, which none of them does. */
export interface PlainCall {
  readonly id: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly ip: number;
}

/** Takes a valid request apart. */
export function plainCall({ subject, action, context = {} }: DecisionRequest): PlainCall {
  const { tenant, roles } = subject.properties as { tenant: string; roles: readonly string[] };
  return {
    id: subject.id ?? "",
    tenant,
    roles,
    teams: (subject.ancestors ?? []).map(({ id }) => id),
    action: action.name,
    args: action.properties ?? {},
    ip: parseIpv4(String(context.ip)),
  };
}

/** Whether a rule is for a caller: what it says of users, teams, tenants and roles. */
export function isFor({ to, tests }: Grant, { id, tenant, roles, teams }: PlainCall): boolean {
  if (to !== undefined && !(to.kind === "user" ? to.id === id : teams.includes(to.id))) return false;
  return tests.every((test) => {
    if (test.kind === "tenant") return test.tenant === tenant;
    return test.kind !== "role" || roles.includes(test.role) !== (test.without ?? false);
  });
}
