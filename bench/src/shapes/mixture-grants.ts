import type { Grant, Test, Tool } from "../grant.js";

/** The tools of the mixture. */
export const mixtureTools: readonly Tool[] = [
  { name: "files.read", parameters: [{ name: "path" }] },
  { name: "files.write", parameters: [{ name: "path" }, { name: "content" }] },
  {
    name: "db.query",
    parameters: [{ name: "table" }, { name: "limit", integer: { from: 1, to: 100_000 }, optional: true }],
  },
  {
    name: "billing.refund",
    parameters: [{ name: "account" }, { name: "amount", integer: { from: 1, to: 1_000_000 } }],
  },
  { name: "ops.restart", parameters: [{ name: "service" }] },
  { name: "search.web", parameters: [{ name: "query" }] },
];

/** The rules of one tenant. */
export function grantsOfTenant(index: number): readonly Grant[] {
  const tenant = { index, name: `tenant${index}` };
  return [
    ...fileGrants(tenant),
    ...queryGrants(tenant),
    ...refundGrants(tenant),
    ...restartGrants(tenant),
    lastGrant(tenant),
  ];
}

/** As many as {@link grantsOfTenant} gives. */
export const rulesOfTenant = 10;

/** 10.0.0.0 and 100.64.0.0: one block of 256 addresses after the other, for each tenant. */
export const officeBase = 0x0a000000;
export const quarantineBase = 0x64400000;

interface Tenant {
  readonly index: number;
  readonly name: string;
}

function fileGrants({ index, name }: Tenant): readonly Grant[] {
  const tenant: Test = { kind: "tenant", tenant: name };
  const editor: Test = { kind: "role", role: "editor" };
  return [
    allow(`reads_${index}`, "files.read", tenant, under(`/${name}/`)),
    allow(`drafts_${index}`, "files.write", tenant, editor, under(`/${name}/drafts/`)),
    deny(`legal_hold_${index}`, "files.write", under(`/${name}/drafts/legal-`)),
  ];
}

function queryGrants({ index, name }: Tenant): readonly Grant[] {
  const tests: readonly Test[] = [
    { kind: "tenant", tenant: name },
    { kind: "prefix", argument: "table", prefix: `${name}_` },
    block(officeBase, index),
    { kind: "range", argument: "limit", from: 1, to: 1000, otherwise: 100 },
  ];
  const salaries: Test = { kind: "equals", argument: "table", text: `${name}_salaries` };
  const unlessAuditor: Test = { kind: "role", role: "auditor", without: true };
  return [
    allow(`office_queries_${index}`, "db.query", ...tests),
    deny(`salaries_${index}`, "db.query", salaries, unlessAuditor),
  ];
}

function refundGrants({ index, name }: Tenant): readonly Grant[] {
  const small: Test = { kind: "range", argument: "amount", from: 1, to: 500 };
  const large: Test = { kind: "range", argument: "amount", from: 501, to: 5000 };
  const cashier: Test = { kind: "role", role: `cashier_${name}` };
  return [
    allow(`small_refunds_${index}`, "billing.refund", { kind: "tenant", tenant: name }, small),
    allow(`large_refunds_${index}`, "billing.refund", cashier, large),
  ];
}

function restartGrants({ index, name }: Tenant): readonly Grant[] {
  const onCall = allow(`on_call_${index}`, "ops.restart", block(officeBase, index));
  return [
    { ...onCall, to: { kind: "team", id: `oncall_${name}` } },
    deny(`quarantine_${index}`, "ops.restart", block(quarantineBase, index)),
  ];
}

/** One rule is for a whole action: the first tenant has it in the place of another. */
function lastGrant({ index, name }: Tenant): Grant {
  if (index === 0) return allow("search_0", "search.web");
  return { ...allow(`root_${index}`, "ops.restart"), to: { kind: "user", id: `root_${name}` } };
}

function allow(name: string, action: string, ...tests: readonly Test[]): Grant {
  return { name, effect: "allow", action, tests };
}

function deny(name: string, action: string, ...tests: readonly Test[]): Grant {
  return { name, effect: "deny", action, tests };
}

function under(prefix: string): Test {
  return { kind: "prefix", argument: "path", prefix };
}

function block(base: number, index: number): Test {
  return { kind: "network", base: base + index * 256, bits: 24 };
}
