import { groupBy } from "../../../src/util/group-by.js";
import type { Grant, Grants } from "../grant.js";
import type { Decide } from "../workload.js";
import { testOf } from "./by-tool.js";
import { createIntervalIndex, type Interval, type IntervalIndex, intervalOfBlock } from "./interval-index.js";
import { createPrefixIndex, type PrefixIndex } from "./prefix-index.js";
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

/** The mixture of any size, by hand: the same functions as for 20 rules, which look up what tenants, roles and teams may. */
export function createMixtureIndex({ grants }: Grants): Decide {
  const rules = groupBy(grants, ({ name }) => name.slice(0, name.lastIndexOf("_")));
  const index = createIndex((name) => rules.get(name) ?? []);
  return (request) => {
    if (!isCall(request)) return false;
    const { subject, action, context } = request;
    const { id, properties } = subject;
    const args = action.properties;
    switch (action.name) {
      case "files.read":
        return allowsRead(index, properties, args);
      case "files.write":
        return allowsWrite(index, properties, args);
      case "db.query":
        return allowsQuery(index, properties, args, context);
      case "billing.refund":
        return allowsRefund(index, properties, args);
      case "ops.restart":
        return allowsRestart(index, id, subject.ancestors, args, context);
      case "search.web":
        return allowsSearch(args);
      default:
        return false;
    }
  };
}

interface Index {
  /** Where the users of a tenant may read. */
  readonly reads: ReadonlyMap<string, string>;
  readonly drafts: ReadonlyMap<string, string>;
  readonly legalHolds: PrefixIndex;
  readonly queries: ReadonlyMap<string, QueryGrant>;
  readonly salaries: ReadonlySet<string>;
  readonly smallRefunds: ReadonlyMap<string, Interval>;
  /** By role. */
  readonly largeRefunds: ReadonlyMap<string, Interval>;
  /** By team. */
  readonly onCall: ReadonlyMap<string, Interval>;
  readonly quarantine: IntervalIndex;
  readonly roots: ReadonlySet<string>;
}

interface QueryGrant {
  readonly prefix: string;
  readonly office: Interval;
  readonly limit: Interval;
}

function createIndex(rules: (name: string) => readonly Grant[]): Index {
  const prefixOf = (rule: Grant): string => testOf(rule, "prefix").prefix;
  const tenantOf = (rule: Grant): string => testOf(rule, "tenant").tenant;
  return {
    reads: new Map(rules("reads").map((rule) => [tenantOf(rule), prefixOf(rule)])),
    drafts: new Map(rules("drafts").map((rule) => [tenantOf(rule), prefixOf(rule)])),
    legalHolds: createPrefixIndex(rules("legal_hold").map(prefixOf)),
    queries: new Map(rules("office_queries").map((rule) => [tenantOf(rule), queryGrant(rule)])),
    salaries: new Set(rules("salaries").map((rule) => testOf(rule, "equals").text)),
    smallRefunds: new Map(rules("small_refunds").map((rule) => [tenantOf(rule), testOf(rule, "range")])),
    largeRefunds: new Map(
      rules("large_refunds").map((rule) => [testOf(rule, "role").role, testOf(rule, "range")]),
    ),
    onCall: new Map(rules("on_call").map((rule) => [rule.to?.id ?? "", blockOf(rule)])),
    quarantine: createIntervalIndex(rules("quarantine").map(blockOf)),
    roots: new Set(rules("root").map(({ to }) => to?.id ?? "")),
  };
}

function queryGrant(rule: Grant): QueryGrant {
  return { prefix: testOf(rule, "prefix").prefix, office: blockOf(rule), limit: testOf(rule, "range") };
}

function blockOf(rule: Grant): Interval {
  const { base, bits } = testOf(rule, "network");
  return intervalOfBlock(base, bits);
}

function allowsRead({ reads }: Index, { tenant }: Properties, args: Properties): boolean {
  for (const name in args) if (name !== "path") return false;
  const { path } = args;
  if (!isText(path) || !isText(tenant)) return false;
  const prefix = reads.get(tenant);
  return prefix !== undefined && path.startsWith(prefix);
}

function allowsWrite(
  { drafts, legalHolds }: Index,
  { tenant, roles }: Properties,
  args: Properties,
): boolean {
  for (const name in args) if (name !== "path" && name !== "content") return false;
  const { path, content } = args;
  if (!isText(path) || !isText(content)) return false;
  if (!isText(tenant) || !isStrings(roles)) return false;
  const prefix = drafts.get(tenant);
  return prefix !== undefined && path.startsWith(prefix) && roles.includes("editor") && !legalHolds(path);
}

function allowsQuery(
  { queries, salaries }: Index,
  { tenant, roles }: Properties,
  args: Properties,
  context: unknown,
): boolean {
  for (const name in args) if (name !== "table" && name !== "limit") return false;
  const { table } = args;
  if (!isText(table) || !isText(tenant) || !isStrings(roles)) return false;
  const limit = args.limit ?? 100;
  const ip = readIp(context);
  if (!isInteger(limit, 1, 100000) || ip < 0) return false;
  const grant = queries.get(tenant);
  if (grant === undefined || !isIn(limit, grant.limit) || !isIn(ip, grant.office)) return false;
  return table.startsWith(grant.prefix) && (!salaries.has(table) || roles.includes("auditor"));
}

function isIn(value: number, { from, to }: Interval): boolean {
  return value >= from && value <= to;
}

function allowsRefund(
  { smallRefunds, largeRefunds }: Index,
  { tenant, roles }: Properties,
  args: Properties,
): boolean {
  for (const name in args) if (name !== "account" && name !== "amount") return false;
  const { account, amount } = args;
  if (!isText(account) || !isText(tenant) || !isStrings(roles)) return false;
  if (!isInteger(amount, 1, 1000000)) return false;
  const small = smallRefunds.get(tenant);
  if (small !== undefined && isIn(amount, small)) return true;
  for (let index = 0; index < roles.length; index++) {
    const large = largeRefunds.get(roles[index] as string);
    if (large !== undefined && isIn(amount, large)) return true;
  }
  return false;
}

function allowsRestart(
  index: Index,
  id: string,
  ancestors: unknown,
  args: Properties,
  context: unknown,
): boolean {
  for (const name in args) if (name !== "service") return false;
  if (!isText(args.service) || !areAncestors(ancestors)) return false;
  const ip = readIp(context);
  if (ip < 0 || index.quarantine(ip)) return false;
  return index.roots.has(id) || isOnCall(index.onCall, ancestors, ip);
}

function isOnCall(onCall: Index["onCall"], ancestors: readonly Ancestor[], ip: number): boolean {
  for (let index = 0; index < ancestors.length; index++) {
    const { type, id } = ancestors[index] as Ancestor;
    const office = type === "Team" ? onCall.get(id) : undefined;
    if (office !== undefined && isIn(ip, office)) return true;
  }
  return false;
}

function allowsSearch(args: Properties): boolean {
  for (const name in args) if (name !== "query") return false;
  return isText(args.query);
}
