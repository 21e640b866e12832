import {
  type Ancestor,
  areAncestors,
  isCall,
  isInteger,
  isStrings,
  isText,
  type Properties,
  readIp,
} from "./read.js";

/*
 * The 20 rules of the mixture as a careful person writes them without polc: the request is checked, arguments are closed, and each
 * tool is a function with its rules as conditions.
 */

/** Whether the mixture of 20 rules allows a request. */
export function allowsMixtureOf20(request: unknown): boolean {
  if (!isCall(request)) return false;
  const { subject, action, context } = request;
  const { id, properties } = subject;
  const args = action.properties;
  switch (action.name) {
    case "files.read":
      return allowsRead(properties, args);
    case "files.write":
      return allowsWrite(properties, args);
    case "db.query":
      return allowsQuery(properties, args, context);
    case "billing.refund":
      return allowsRefund(properties, args);
    case "ops.restart":
      return allowsRestart(id, subject.ancestors, args, context);
    case "search.web":
      return allowsSearch(args);
    default:
      return false;
  }
}

function allowsRead({ tenant }: Properties, args: Properties): boolean {
  for (const name in args) if (name !== "path") return false;
  const { path } = args;
  if (!isText(path) || !isText(tenant)) return false;
  return (
    (tenant === "tenant0" && path.startsWith("/tenant0/")) ||
    (tenant === "tenant1" && path.startsWith("/tenant1/"))
  );
}

function allowsWrite({ tenant, roles }: Properties, args: Properties): boolean {
  for (const name in args) if (name !== "path" && name !== "content") return false;
  const { path, content } = args;
  if (!isText(path) || !isText(content)) return false;
  if (!isText(tenant) || !isStrings(roles)) return false;
  if (path.startsWith("/tenant0/drafts/legal-") || path.startsWith("/tenant1/drafts/legal-")) return false;
  return (
    ((tenant === "tenant0" && path.startsWith("/tenant0/drafts/")) ||
      (tenant === "tenant1" && path.startsWith("/tenant1/drafts/"))) &&
    roles.includes("editor")
  );
}

function allowsQuery({ tenant, roles }: Properties, args: Properties, context: unknown): boolean {
  for (const name in args) if (name !== "table" && name !== "limit") return false;
  const { table } = args;
  if (!isText(table) || !isText(tenant) || !isStrings(roles)) return false;
  const limit = args.limit ?? 100;
  const ip = readIp(context);
  if (!isInteger(limit, 1, 100000) || ip < 0) return false;
  if ((table === "tenant0_salaries" || table === "tenant1_salaries") && !roles.includes("auditor"))
    return false;
  return (
    limit <= 1000 &&
    ((tenant === "tenant0" && table.startsWith("tenant0_") && ip >= 0x0a000000 && ip <= 0x0a0000ff) ||
      (tenant === "tenant1" && table.startsWith("tenant1_") && ip >= 0x0a000100 && ip <= 0x0a0001ff))
  );
}

function allowsRefund({ tenant, roles }: Properties, args: Properties): boolean {
  for (const name in args) if (name !== "account" && name !== "amount") return false;
  const { account, amount } = args;
  if (!isText(account) || !isText(tenant) || !isStrings(roles)) return false;
  if (!isInteger(amount, 1, 1000000)) return false;
  if (amount <= 500 && (tenant === "tenant0" || tenant === "tenant1")) return true;
  return (
    amount >= 501 &&
    amount <= 5000 &&
    (roles.includes("cashier_tenant0") || roles.includes("cashier_tenant1"))
  );
}

function allowsRestart(id: string, ancestors: unknown, args: Properties, context: unknown): boolean {
  for (const name in args) if (name !== "service") return false;
  if (!isText(args.service) || !areAncestors(ancestors)) return false;
  const ip = readIp(context);
  if (ip < 0 || (ip >= 0x64400000 && ip <= 0x644001ff)) return false;
  return (
    id === "root_tenant1" ||
    (ip >= 0x0a000000 && ip <= 0x0a0000ff && isIn(ancestors, "oncall_tenant0")) ||
    (ip >= 0x0a000100 && ip <= 0x0a0001ff && isIn(ancestors, "oncall_tenant1"))
  );
}

function isIn(ancestors: readonly Ancestor[], team: string): boolean {
  for (const { type, id } of ancestors) if (type === "Team" && id === team) return true;
  return false;
}

function allowsSearch(args: Properties): boolean {
  for (const name in args) if (name !== "query") return false;
  return isText(args.query);
}
