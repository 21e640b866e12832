import type { DecisionRequest, EntityRecord } from "../../../src/runtime/decision.js";
import { type Choices, weighted } from "../../../src/testing/choices.js";
import { formatAddress } from "../addresses.js";
import type { Grant, Grants, Test, Tool } from "../grant.js";
import { allowsMixtureOf20 } from "../hand/mixture-20.js";
import { createMixtureIndex } from "../hand/mixture-index.js";
import { call, user } from "../requests.js";
import type { Shape } from "../workload.js";

/**
 * What the tenants of a platform have each: ten rules of all shapes over the same tools, with several conditions to a rule. Two
 * tenants are the policy set of 20 rules.
 */
export const mixture: Shape = {
  name: "mixture",
  grants: (rules) => ({
    tools,
    grants: Array.from({ length: Math.ceil(rules / rulesOfTenant) }, (_, tenant) => grantsOf(tenant)).flat(),
  }),
  request: requestTo,
  byHand: createMixtureIndex,
  byHandOf20: allowsMixtureOf20,
};

const rulesOfTenant = 10;

const tools: readonly Tool[] = [
  { name: "files.read", parameters: [{ name: "path" }] },
  { name: "files.write", parameters: [{ name: "path" }, { name: "content" }] },
  {
    name: "db.query",
    parameters: [{ name: "table" }, { name: "limit", integer: { from: 1, to: 100000 }, optional: true }],
  },
  {
    name: "billing.refund",
    parameters: [{ name: "account" }, { name: "amount", integer: { from: 1, to: 1000000 } }],
  },
  { name: "ops.restart", parameters: [{ name: "service" }] },
  { name: "search.web", parameters: [{ name: "query" }] },
];

function grantsOf(index: number): readonly Grant[] {
  const name = `tenant${index}`;
  const tenant: Test = { kind: "tenant", tenant: name };
  const office: Test = { kind: "network", base: officeBase + index * 256, bits: 24 };
  const quarantine: Test = { kind: "network", base: quarantineBase + index * 256, bits: 24 };
  const under = (argument: string, prefix: string): Test => ({ kind: "prefix", argument, prefix });
  const role = (role: string): Test => ({ kind: "role", role });
  const amount = (from: number, to: number): Test => ({ kind: "range", argument: "amount", from, to });
  const allow = (rule: string, action: string, ...tests: Test[]): Grant => ({
    name: `${rule}_${index}`,
    effect: "allow",
    action,
    tests,
  });
  const deny = (rule: string, action: string, ...tests: Test[]): Grant => ({
    name: `${rule}_${index}`,
    effect: "deny",
    action,
    tests,
  });
  return [
    allow("reads", "files.read", tenant, under("path", `/${name}/`)),
    allow("drafts", "files.write", tenant, role("editor"), under("path", `/${name}/drafts/`)),
    deny("legal_hold", "files.write", under("path", `/${name}/drafts/legal-`)),
    allow("office_queries", "db.query", tenant, under("table", `${name}_`), office, {
      kind: "range",
      argument: "limit",
      from: 1,
      to: 1000,
      otherwise: 100,
    }),
    deny(
      "salaries",
      "db.query",
      { kind: "equals", argument: "table", text: `${name}_salaries` },
      { kind: "role", role: "auditor", without: true },
    ),
    allow("small_refunds", "billing.refund", tenant, amount(1, 500)),
    allow("large_refunds", "billing.refund", role(`cashier_${name}`), amount(501, 5000)),
    { ...allow("on_call", "ops.restart", office), to: { kind: "team", id: `oncall_${name}` } },
    deny("quarantine", "ops.restart", quarantine),
    // One rule is for a whole action: the first tenant has it in the place of another.
    index === 0
      ? allow("search", "search.web")
      : { ...allow("root", "ops.restart"), to: { kind: "user", id: `root_${name}` } },
  ];
}

/** 10.0.0.0 and 100.64.0.0: one block of 256 addresses after the other. */
const officeBase = 0x0a000000;
const quarantineBase = 0x64400000;

function requestTo({ grants }: Grants, choices: Choices): DecisionRequest {
  const tenants = grants.length / rulesOfTenant;
  const make = weighted(choices, requestKinds);
  return make({ tenant: choices.int(0, tenants - 1), other: choices.int(0, tenants), choices });
}

interface Asked {
  readonly tenant: number;
  /** Another tenant, or the same, or none that there is. */
  readonly other: number;
  readonly choices: Choices;
}

type RequestKind = (asked: Asked) => DecisionRequest;

const requestKinds: readonly (readonly [number, RequestKind])[] = [
  [10, ({ tenant, choices }) => call(userOf(tenant, choices), "files.read", { path: file(tenant, choices) })],
  [
    6,
    ({ tenant, other, choices }) =>
      call(userOf(tenant, choices), "files.read", { path: file(other, choices) }),
  ],
  [
    8,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices, ["viewer", "editor"]), "files.write", written(tenant, "note", choices)),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices, ["editor"]), "files.write", written(tenant, "legal", choices)),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices, ["viewer"]), "files.write", written(tenant, "note", choices)),
  ],
  [
    10,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "db.query", query(tenant, choices), officeAddress(tenant, choices)),
  ],
  [
    4,
    ({ tenant, other, choices }) =>
      call(userOf(tenant, choices), "db.query", query(tenant, choices), officeAddress(other, choices)),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(
        userOf(tenant, choices),
        "db.query",
        { table: `tenant${tenant}_salaries` },
        officeAddress(tenant, choices),
      ),
  ],
  [
    2,
    ({ tenant, choices }) =>
      call(
        userOf(tenant, choices, ["auditor"]),
        "db.query",
        { table: `tenant${tenant}_salaries`, limit: 10 },
        officeAddress(tenant, choices),
      ),
  ],
  [
    8,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "billing.refund", refund(choices.int(1, 900), choices)),
  ],
  [
    5,
    ({ tenant, choices }) =>
      call(
        userOf(tenant, choices, ["viewer", `cashier_tenant${tenant}`]),
        "billing.refund",
        refund(choices.int(300, 6000), choices),
      ),
  ],
  [
    5,
    ({ tenant, choices }) =>
      call(
        userOf(tenant, choices, ["viewer"], [`staff`, `oncall_tenant${tenant}`]),
        "ops.restart",
        service(choices),
        officeAddress(tenant, choices),
      ),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "ops.restart", service(choices), officeAddress(tenant, choices)),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(root(tenant), "ops.restart", service(choices), officeAddress(tenant, choices)),
  ],
  [
    3,
    ({ tenant, choices }) =>
      call(root(tenant), "ops.restart", service(choices), quarantinedAddress(tenant, choices)),
  ],
  [
    8,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "search.web", { query: `how to ${choices.int(0, 9999)}` }),
  ],
  [
    2,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "billing.refund", { ...refund(100, choices), note: "x" }),
  ],
  [
    2,
    ({ tenant, choices }) =>
      call(userOf(tenant, choices), "db.query", query(tenant, choices), `10.0.0.${choices.int(256, 999)}`),
  ],
  [2, ({ tenant, choices }) => call(userOf(tenant, choices), "files.read", { path: choices.int(0, 9) })],
];

function userOf(
  tenant: number,
  choices: Choices,
  roles?: readonly string[],
  teams?: readonly string[],
): EntityRecord {
  const details = { tenant: `tenant${tenant}`, ...(roles && { roles }), ...(teams && { teams }) };
  return user(`user${choices.int(0, 99999)}`, details);
}

function root(tenant: number): EntityRecord {
  return user(`root_tenant${tenant}`, { tenant: `tenant${tenant}`, teams: [] });
}

function file(tenant: number, choices: Choices): string {
  return `/tenant${tenant}/reports/2026-${choices.int(1, 12)}/${choices.int(0, 9999)}.md`;
}

function written(tenant: number, kind: string, choices: Choices): object {
  return { path: `/tenant${tenant}/drafts/${kind}-${choices.int(0, 9999)}.md`, content: "The minutes." };
}

function query(tenant: number, choices: Choices): object {
  const table = `tenant${tenant}_orders_${choices.int(0, 99)}`;
  return choices.int(0, 1) === 0 ? { table } : { table, limit: choices.int(1, 1200) };
}

function refund(amount: number, choices: Choices): object {
  return { account: `account-${choices.int(0, 9999)}`, amount };
}

function service(choices: Choices): object {
  return { service: `service-${choices.int(0, 99)}` };
}

function officeAddress(tenant: number, choices: Choices): string {
  return formatAddress(officeBase + tenant * 256 + choices.int(0, 255));
}

function quarantinedAddress(tenant: number, choices: Choices): string {
  return formatAddress(quarantineBase + tenant * 256 + choices.int(0, 255));
}
