import type { DecisionRequest } from "../../../src/runtime/decision.js";
import { type Choices, weighted } from "../../../src/testing/choices.js";
import { formatAddress } from "../addresses.js";
import { call, type UserDetails, user } from "../requests.js";
import { officeBase, quarantineBase } from "./mixture-grants.js";

/** A request to the mixture of so many tenants. */
export function mixtureRequest(tenants: number, choices: Choices): DecisionRequest {
  const kind = weighted(
    choices,
    requestKinds.map((kind) => [kind.weight, kind] as const),
  );
  const asked = { tenant: choices.int(0, tenants - 1), other: choices.int(0, tenants), choices };
  const { id = `user${choices.int(0, 99_999)}`, ...details } = kind.user?.(asked) ?? {};
  const subject = user(id, { tenant: `tenant${asked.tenant}`, ...details });
  return call(subject, kind.action, kind.args(asked), kind.ip?.(asked));
}

interface Asked {
  readonly tenant: number;
  /** Another tenant, or the same, or none that there is. */
  readonly other: number;
  readonly choices: Choices;
}

interface RequestKind {
  readonly weight: number;
  readonly action: string;
  readonly args: (asked: Asked) => object;
  readonly user?: (asked: Asked) => UserDetails & { readonly id?: string };
  readonly ip?: (asked: Asked) => string;
}

const requestKinds: readonly RequestKind[] = [
  { weight: 10, action: "files.read", args: report },
  { weight: 6, action: "files.read", args: ({ other, choices }) => report({ tenant: other, choices }) },
  { weight: 2, action: "files.read", args: ({ choices }) => ({ path: choices.int(0, 9) }) },
  { weight: 8, action: "files.write", args: draft("note"), user: withRoles("viewer", "editor") },
  { weight: 3, action: "files.write", args: draft("legal"), user: withRoles("editor") },
  { weight: 3, action: "files.write", args: draft("note"), user: withRoles("viewer") },
  { weight: 10, action: "db.query", args: orders, ip: office },
  {
    weight: 4,
    action: "db.query",
    args: orders,
    ip: ({ other, choices }) => office({ tenant: other, choices }),
  },
  { weight: 2, action: "db.query", args: orders, ip: ({ choices }) => `10.0.0.${choices.int(256, 999)}` },
  { weight: 3, action: "db.query", args: salaries, ip: office },
  { weight: 2, action: "db.query", args: salaries, user: withRoles("auditor"), ip: office },
  { weight: 8, action: "billing.refund", args: refund(1, 900) },
  { weight: 5, action: "billing.refund", args: refund(300, 6000), user: cashier },
  { weight: 2, action: "billing.refund", args: (asked) => ({ ...refund(1, 500)(asked), note: "Sorry." }) },
  { weight: 5, action: "ops.restart", args: service, user: onCall, ip: office },
  { weight: 3, action: "ops.restart", args: service, ip: office },
  { weight: 3, action: "ops.restart", args: service, user: root, ip: office },
  { weight: 3, action: "ops.restart", args: service, user: root, ip: quarantined },
  { weight: 8, action: "search.web", args: ({ choices }) => ({ query: `how to ${choices.int(0, 9999)}` }) },
];

type OfTenant = Pick<Asked, "tenant" | "choices">;

function report({ tenant, choices }: OfTenant): object {
  return { path: `/tenant${tenant}/reports/2026-${choices.int(1, 12)}/${choices.int(0, 9999)}.md` };
}

function draft(kind: string): RequestKind["args"] {
  return ({ tenant, choices }) => ({
    path: `/tenant${tenant}/drafts/${kind}-${choices.int(0, 9999)}.md`,
    content: "The minutes.",
  });
}

function orders({ tenant, choices }: OfTenant): object {
  const table = `tenant${tenant}_orders_${choices.int(0, 99)}`;
  return choices.int(0, 1) === 0 ? { table } : { table, limit: choices.int(1, 1200) };
}

function salaries({ tenant }: OfTenant): object {
  return { table: `tenant${tenant}_salaries` };
}

function refund(from: number, to: number): RequestKind["args"] {
  return ({ choices }) => ({ account: `account-${choices.int(0, 9999)}`, amount: choices.int(from, to) });
}

function service({ choices }: OfTenant): object {
  return { service: `service-${choices.int(0, 99)}` };
}

function withRoles(...roles: readonly string[]): () => UserDetails {
  return () => ({ roles });
}

function cashier({ tenant }: OfTenant): UserDetails {
  return { roles: ["viewer", `cashier_tenant${tenant}`] };
}

function onCall({ tenant }: OfTenant): UserDetails {
  return { teams: ["staff", `oncall_tenant${tenant}`] };
}

function root({ tenant }: OfTenant): UserDetails & { readonly id: string } {
  return { id: `root_tenant${tenant}`, teams: [] };
}

function office({ tenant, choices }: OfTenant): string {
  return formatAddress(officeBase + tenant * 256 + choices.int(0, 255));
}

function quarantined({ tenant, choices }: OfTenant): string {
  return formatAddress(quarantineBase + tenant * 256 + choices.int(0, 255));
}
