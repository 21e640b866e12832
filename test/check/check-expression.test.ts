import { describe, expect, it } from "vitest";
import { codesOfRule } from "./support.js";

/** Conditions on `docs.read` for a User, and what is said of them: the code and the text it points at. */
const wrong: readonly (readonly [condition: string, ...found: string[]])[] = [
  // names
  ['principal.teem == "x"', "POL2003 teem"],
  ["args.unknown == 3", "POL2003 unknown"],
  ["context.ipp in context.networks", "POL2003 ipp"],
  ["office == 3", "POL2002 office"],
  ["User == principal", "POL2002 User"],
  ["trusted(principal)", "POL2002 trusted"],
  ['resource.editor.lead == "x"', "POL2003 lead"],
  ["principal is Usr", "POL2006 Usr"],
  ['args.url.hots == "x"', "POL2003 hots"],
  // absence
  ["principal.age > 3", "POL2012 principal.age"],
  ['context.task.name == "x"', "POL2012 context.task.name"],
  ["context has task and context.task.expires > context.now", "POL2012 context.task.expires"],
  ['principal.boss.team == "x"', "POL2012 principal.boss.team"],
  ['resource.meta["k"] == "x"', 'POL2012 resource.meta["k"]'],
  ["args.url.ip in context.networks", "POL2012 args.url.ip"],
  ["principal has age or principal.age > 3", "POL2012 principal.age"],
  ['args.id ?? "x" == "y"', 'POL2026 args.id ?? "x"'],
  ['lower(args.id) ?? "x" == "y"', "POL2010 lower(args.id)"],
  // types
  ["principal.team == 3", "POL2011 principal.team == 3"],
  ['args.limit ?? "x" == 3', 'POL2011 args.limit ?? "x"'],
  ['resource.labels == ["a"]', 'POL2011 resource.labels == ["a"]'],
  ["principal.team + 1 > 2", "POL2011 principal.team + 1"],
  ["context.now + context.now > context.now", "POL2011 context.now + context.now"],
  ['principal.team < "x"', 'POL2011 principal.team < "x"'],
  ["context.now in context.networks", "POL2011 context.now in context.networks"],
  ['principal in "team"', 'POL2011 "team"'],
  ['context.ip like "10.*"', "POL2011 context.ip"],
  ['args.id within "/srv"', "POL2011 args.id"],
  ["resource.payload == 3", "POL2011 resource.payload"],
  ["any x in args.id: true", "POL2011 args.id"],
  ["principal.team", "POL2011 principal.team"],
  ['not principal.team == "x" and 3', "POL2011 3"],
  ['-args.id == "x"', "POL2011 -args.id"],
  ["args.id is User", "POL2011 args.id"],
  ['resource.labels containsAny "x"', 'POL2011 "x"'],
  ['principal.role in ["admin", 3]', "POL2011 3"],
  ["if true then 3 else 4", "POL2011 if true then 3 else 4"],
  ["(args.limit ?? 1) * (args.limit ?? 2) > 3", "POL2011 (args.limit ?? 1) * (args.limit ?? 2)"],
  // tests that never hold by type
  ['principal.role == "admn"', 'POL2013 principal.role == "admn"'],
  ['principal.role != "admn"', 'POL2013 principal.role != "admn"'],
  ['principal.role in ["admin", "edtor"]', 'POL2013 "edtor"'],
  ["args.limit ?? 3 > 100", "POL2013 args.limit ?? 3 > 100"],
  ["args.limit ?? 3 in 200..300", "POL2013 args.limit ?? 3 in 200..300"],
  ["5 in 9..1", "POL2013 5 in 9..1"],
  ["principal == resource", "POL2013 principal == resource"],
  ['principal in Folder("x")', 'POL2013 principal in Folder("x")'],
  ["resource.owner is Team", "POL2013 resource.owner is Team"],
  ["principal has frozen and principal.frozen == 3", "POL2003 principal has frozen"],
  ["context has task.expirs", "POL2003 context has task.expirs"],
  ['args.mode == "fast" and args.mode == "slow"', 'POL2013 args.mode == "slow"'],
  ["false", "POL2015 when false"],
  // literals and patterns
  ['context.ip == "10.0.0.300"', 'POL2017 "10.0.0.300"'],
  ['context.ip in ["10.0.0.1/8"]', 'POL2017 "10.0.0.1/8"'],
  ['context.now > "2026-02-30T00:00:00Z"', 'POL2017 "2026-02-30T00:00:00Z"'],
  ['args.url == "example.com"', 'POL2017 "example.com"'],
  ['args.path within "srv"', 'POL2017 "srv"'],
  ['args.mail == "ada"', 'POL2017 "ada"'],
  ['args.host within "exa mple"', 'POL2017 "exa mple"'],
  // calls
  ["owns(resource)", "POL2020 owns(resource)"],
  ["owns(resource, principal, principal)", "POL2020 principal"],
  ["owns(d: resource, x: principal)", "POL2020 x: principal"],
  ["owns(resource, u: principal)", "POL2020 owns(resource, u: principal)"],
  ["owns(principal, resource)", "POL2011 principal", "POL2011 resource"],
  ['lower() == "x"', "POL2020 lower()"],
  ["User(3) == principal", "POL2020 User(3)"],
  ['approval(from: "x")', 'POL2023 approval(from: "x")'],
  // parties
  ["actor.level > 3", "POL2022 actor"],
  ["any principal in resource.labels: true", "POL2008 principal"],
];

const right: readonly string[] = [
  "principal has age and principal.age > 3",
  "not (principal has age) or principal.age > 3",
  "if principal has age then principal.age > 3 else false",
  'context has task.expires and context.task.expires > context.now and context.task.name == "x"',
  "context.task.expires ?? context.now > context.now - 15m",
  'resource.meta has "k" and resource.meta["k"] == "x"',
  'resource.meta["k"] ?? "" == "x"',
  'resource.meta[principal.team] ?? "" == "x"',
  'any k in resource.meta: resource.meta[k] == "x"',
  'resource.editor is Team and resource.editor.lead == "x"',
  'resource.editor has lead and resource.editor.lead == "x"',
  'not (resource.editor is User) and resource.editor.lead == "x"',
  'resource.editor.type == "Team" and resource.editor.id == "x"',
  "args.url has ip and args.url.ip in context.networks",
  'args.url.host within "example.com" and args.url.port ?? 443 == 443 and args.url.scheme == "https"',
  'args.mail.domain within "Example.COM" and args.mail.local == "ada"',
  'context.ip in "10.0.0.0/8" or context.ip in ["10.0.0.0/8"] or context.ip in ["10.0.0.1"]',
  'context.now.hour in 8..18 and context.now.weekday in ["mon", "tue"]',
  'context.now in "2026-01-01T00:00:00Z".."2026-12-31T00:00:00Z"',
  'context.now - "2026-01-01T00:00:00Z" < 2 * 15m + -3s',
  'all l in resource.labels: l like "a*" or l.length > 3',
  'resource.labels containsAll [] and resource.labels containsAny ["a"]',
  'principal in Team("x") and resource in Folder("y")',
  'principal in [User("a"), User("b")]',
  'principal == User("a") and owns(d: resource, u: principal)',
  "resource has payload",
  "actor is Agent and actor.level > 3",
  "subject.team == principal.team",
  'principal.team == (if principal.role == "admin" then "x" else "y")',
  'args.path within "/srv/../data" and args.path like "/data/*" and args.path matches /\\/data\\/[a-z]+/',
];

describe("expressions", () => {
  it.each(wrong)("%s", (condition, ...found) => {
    expect(codesOfRule(`rule r allow User to docs.read when ${condition}`)).toEqual(found);
  });

  it.each(right)("%s", (condition) => {
    expect(codesOfRule(`rule r allow User to docs.read when ${condition}`)).toEqual([]);
  });

  it("keeps what an earlier clause established", () => {
    const rule = "rule r allow User to docs.read when principal has age unless not (context has region)";
    expect(codesOfRule(`${rule} when principal.age > 3 and context.region == "eu"`)).toEqual([]);
  });

  it("says nothing about what a broken guard may have guarded", () => {
    const rule = "rule r allow User to docs.read when principal hsa age";
    expect(() => codesOfRule(rule)).toThrow();
    expect(
      codesOfRule("rule r allow User to docs.read when principl has age when principal.age > 3"),
    ).toEqual(["POL2002 principl"]);
  });
});
