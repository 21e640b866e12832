import type { DecisionRequest, EntityRecord } from "../../../src/runtime/decision.js";
import { type Choices, weighted } from "../../../src/testing/choices.js";
import { formatAddress } from "../addresses.js";
import { allowsMixtureOf20 } from "../hand/mixture-20.js";
import { createMixtureIndex } from "../hand/mixture-index.js";
import { createRequests } from "../requests.js";
import type { Workload } from "../workload.js";

/**
 * What a platform's tenants have of each other's kind: ten rules for each tenant, of all shapes, over the same tools. Two tenants are
 * the policy set of 20 rules.
 */
export function mixture(rules: number, requests: number): Workload {
  const tenants = Math.ceil(rules / rulesOfTenant);
  const policies = Array.from({ length: tenants }, (_, tenant) => policyOf(tenant)).join("\n");
  return {
    shape: "mixture",
    rules: tenants * rulesOfTenant,
    files: [{ path: "mixture.pol", text: `${schema}\n${policies}` }],
    requests: createRequests(requests, (choices) => requestTo(tenants, choices)),
    byHand: () => (tenants === 2 ? allowsMixtureOf20 : createMixtureIndex(tenants)),
  };
}

const rulesOfTenant = 10;

const schema = `principal User in Team { tenant: String, roles: List<String> }
entity Team
context { ip: Ip }

action files.read(path: String), files.write(path: String, content: String)
action db.query(table: String, limit?: Int in 1..100000)
action billing.refund(account: String, amount: Int in 1..1000000)
action ops.restart(service: String)
action search.web(query: String)
`;

/** The tenth rule of the first tenant is for a whole action. */
function policyOf(index: number): string {
  const tenant = `tenant${index}`;
  const last = index === 0 ? "search\n    allow User to search.web" : rootRule(tenant);
  return `policy ${tenant} {
  rule reads
    allow User to files.read
    when principal.tenant == "${tenant}"
    when args.path like "/${tenant}/*"

  rule drafts
    allow User to files.write
    when principal.tenant == "${tenant}"
    when "editor" in principal.roles
    when args.path like "/${tenant}/drafts/*"

  rule legal_hold
    deny anyone to files.write
    when args.path like "/${tenant}/drafts/legal-*"
    because "Under legal hold."

  rule office_queries
    allow User to db.query
    when principal.tenant == "${tenant}"
    when args.table like "${tenant}_*"
    when context.ip in "${officeOf(index)}"
    when args.limit ?? 100 <= 1000

  rule salaries
    deny User to db.query
    when args.table == "${tenant}_salaries"
    unless "auditor" in principal.roles
    because "Salaries are for auditors."

  rule small_refunds
    allow User to billing.refund
    when principal.tenant == "${tenant}"
    when args.amount in 1..500

  rule large_refunds
    allow User to billing.refund
    when "cashier_${tenant}" in principal.roles
    when args.amount in 501..5000

  rule on_call
    allow User in Team("oncall_${tenant}") to ops.restart
    when context.ip in "${officeOf(index)}"

  rule quarantine
    deny anyone to ops.restart
    when context.ip in "${quarantineOf(index)}"

  rule ${last}
}
`;
}

function rootRule(tenant: string): string {
  return `root\n    allow User("root_${tenant}") to ops.restart`;
}

function officeOf(tenant: number): string {
  return `${formatAddress(officeBase + tenant * 256)}/24`;
}

function quarantineOf(tenant: number): string {
  return `${formatAddress(quarantineBase + tenant * 256)}/24`;
}

/** 10.0.0.0 and 100.64.0.0: one block of 256 addresses after the other. */
const officeBase = 0x0a000000;
const quarantineBase = 0x64400000;

function requestTo(tenants: number, choices: Choices): DecisionRequest {
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
  [10, ({ tenant, choices }) => call(user(tenant, choices), "files.read", { path: file(tenant, choices) })],
  [6, ({ tenant, other, choices }) => call(user(tenant, choices), "files.read", { path: file(other, choices) })],
  [8, ({ tenant, choices }) => call(user(tenant, choices, ["viewer", "editor"]), "files.write", written(tenant, "note", choices))],
  [3, ({ tenant, choices }) => call(user(tenant, choices, ["editor"]), "files.write", written(tenant, "legal", choices))],
  [3, ({ tenant, choices }) => call(user(tenant, choices, ["viewer"]), "files.write", written(tenant, "note", choices))],
  [10, ({ tenant, choices }) => call(user(tenant, choices), "db.query", query(tenant, choices), officeAddress(tenant, choices))],
  [4, ({ tenant, other, choices }) => call(user(tenant, choices), "db.query", query(tenant, choices), officeAddress(other, choices))],
  [3, ({ tenant, choices }) => call(user(tenant, choices), "db.query", { table: `tenant${tenant}_salaries` }, officeAddress(tenant, choices))],
  [2, ({ tenant, choices }) => call(user(tenant, choices, ["auditor"]), "db.query", { table: `tenant${tenant}_salaries`, limit: 10 }, officeAddress(tenant, choices))],
  [8, ({ tenant, choices }) => call(user(tenant, choices), "billing.refund", refund(choices.int(1, 900), choices))],
  [5, ({ tenant, choices }) => call(user(tenant, choices, ["viewer", `cashier_tenant${tenant}`]), "billing.refund", refund(choices.int(300, 6000), choices))],
  [5, ({ tenant, choices }) => call(user(tenant, choices, ["viewer"], [`staff`, `oncall_tenant${tenant}`]), "ops.restart", service(choices), officeAddress(tenant, choices))],
  [3, ({ tenant, choices }) => call(user(tenant, choices), "ops.restart", service(choices), officeAddress(tenant, choices))],
  [3, ({ tenant, choices }) => call(root(tenant), "ops.restart", service(choices), officeAddress(tenant, choices))],
  [3, ({ tenant, choices }) => call(root(tenant), "ops.restart", service(choices), quarantinedAddress(tenant, choices))],
  [8, ({ tenant, choices }) => call(user(tenant, choices), "search.web", { query: `how to ${choices.int(0, 9999)}` })],
  [2, ({ tenant, choices }) => call(user(tenant, choices), "billing.refund", { ...refund(100, choices), note: "x" })],
  [2, ({ tenant, choices }) => call(user(tenant, choices), "db.query", query(tenant, choices), `10.0.0.${choices.int(256, 999)}`)],
  [2, ({ tenant, choices }) => call(user(tenant, choices), "files.read", { path: choices.int(0, 9) })],
];

function call(subject: EntityRecord, name: string, properties: object, ip = "192.0.2.7"): DecisionRequest {
  return { subject, action: { name, properties: { ...properties } }, context: { ip } };
}

function user(
  tenant: number,
  choices: Choices,
  roles: readonly string[] = ["viewer"],
  teams: readonly string[] = ["staff"],
): EntityRecord {
  const properties = { tenant: `tenant${tenant}`, roles };
  const ancestors = teams.map((id) => ({ type: "Team", id }));
  return { type: "User", id: `user${choices.int(0, 99999)}`, properties, ancestors };
}

function root(tenant: number): EntityRecord {
  const properties = { tenant: `tenant${tenant}`, roles: ["viewer"] };
  return { type: "User", id: `root_tenant${tenant}`, properties, ancestors: [] };
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
