import { describe, expect, it } from "vitest";
import { checkedSet, checkTexts, codesOfRule, schema } from "./support.js";

const wrong: readonly (readonly [rule: string, ...found: string[]])[] = [
  ["rule r allow Usr to docs.read", "POL2006 Usr"],
  ["rule r allow Team to docs.read", "POL2014 Team"],
  ["rule r allow User to docs.reed", "POL2004 docs.reed"],
  ["rule r allow User to doc.*", "POL2004 doc.*"],
  ["rule r allow User acting for User to docs.read", "POL2014 User"],
  ['rule r allow User in Folder("x") to docs.read', 'POL2014 User in Folder("x")'],
  ["rule r allow User to docs.list on Document", "POL2014 docs.list"],
  ["rule r allow User to docs.read on Folder", "POL2014 docs.read"],
  ["rule r allow User to docs.read on Document, Folder", "POL2014 Folder"],
  ['rule r allow User to reading when resource.state == "draft"', "POL2022 resource"],
  ['rule r allow User to docs.read because "x"', 'POL2010 "x"'],
  ['rule r allow User to docs.read with log(to: "x")', 'POL2010 log(to: "x")'],
  ["rule r oblige User to docs.read", "POL2010 oblige User to docs.read"],
  ['rule r oblige User to docs.read with lgo(to: "x")', "POL2002 lgo"],
  ["rule r oblige User to docs.read with log(rows: 3)", "POL2020 log(rows: 3)"],
  ['rule r oblige User to docs.read with log(to: "x", rows: 300)', "POL2011 300"],
  [
    'rule r deny User to docs.read unless args.id == "a" unless args.id == "b"',
    'POL2010 unless args.id == "b"',
  ],
  ['rule r deny User to docs.read when approval(from: "x")', 'POL2023 approval(from: "x")'],
  ['rule r allow User to docs.read unless approval(from: "x")', 'POL2023 approval(from: "x")'],
  ['rule r deny User to docs.read unless approval(from: "x") and true', 'POL2023 approval(from: "x")'],
  ['rule r deny User to reading when args.mode == "fast"', 'POL2016 when args.mode == "fast"'],
  ["rule r allow anyone to docs.read when principal.level > 3", "POL2003 level"],
];

describe("rules", () => {
  it.each(wrong)("%s", (rule, ...found) => {
    expect(codesOfRule(rule)).toEqual(found);
  });

  it("names the environment of an error that only some have", () => {
    const { diagnostics } = checkTexts([
      `${schema} policy p { rule r allow anyone to docs.read when principal.level > 3 }`,
    ]);
    const [first] = diagnostics.filter(({ code }) => code === "POL2003");
    expect(first?.label).toBe("for User alone to docs.read on Document");
  });

  it("types a rule once per group of environments that agree on what it reads", () => {
    const set = checkedSet(
      `${schema} policy p { rule r deny anyone to anything when principal has level and principal.level > 3 }`,
    );
    const variants = set.rules[0]?.variants ?? [];
    expect(variants.map((variant) => variant.principals.map(({ type, role }) => `${type} ${role}`))).toEqual([
      ["Agent alone", "Agent actor"],
      ["User alone", "User subject"],
    ]);
    expect(variants.every((variant) => variant.targets.length === 2)).toBe(true);
  });

  it("accepts a guard that is false in some environments without a word", () => {
    expect(
      codesOfRule("rule r deny anyone to anything when principal has level and principal.level > 3"),
    ).toEqual([]);
    expect(codesOfRule("rule r deny anyone to anything when actor is Agent and actor.level > 3")).toEqual([]);
    expect(
      codesOfRule('rule r deny anyone to anything when resource is Document and resource.state == "draft"'),
    ).toEqual([]);
  });

  it("tells a type called `undefined` from a party that is absent", () => {
    const text = `action x principal U principal undefined acting for U
      policy p { rule r allow undefined to x when actor is undefined }`;
    expect(checkTexts([text]).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("keeps remedies and their arguments apart from plain clauses", () => {
    const set = checkedSet(
      `${schema} policy p { rule r deny User to docs.read unless approval(from: "a") unless approval(from: "b") }`,
    );
    const clauses = set.rules[0]?.variants[0]?.clauses ?? [];
    expect(clauses.map((clause) => [clause.negated, clause.remedy?.name, clause.text])).toEqual([
      [true, "approval", 'unless approval(from: "a")'],
      [true, "approval", 'unless approval(from: "b")'],
    ]);
  });

  it("orders rules by id whatever the order of files", () => {
    const one = `policy b { rule r allow User to docs.read }`;
    const two = `policy a { rule s allow User to docs.read rule q deny User to docs.list }`;
    const ids = checkedSet(schema, one, two).rules.map((rule) => rule.id);
    expect(ids).toEqual(["a.q", "a.s", "b.r"]);
    expect(checkedSet(two, schema, one).rules.map((rule) => rule.id)).toEqual(ids);
  });

  it("types a relation test, and settles one that nobody can pass", () => {
    const relations = `principal User principal Robot entity Folder { relation viewer: User } action read on Folder`;
    const codes = (condition: string) =>
      checkTexts([`${relations} policy p { rule r allow User to read when ${condition} }`]).diagnostics.map(
        ({ code }) => code,
      );
    expect(codes("principal is viewer of resource")).toEqual([]);
    expect(codes("principal is viewr of resource")).toEqual(["POL2003"]);
    expect(codes('Robot("r") is viewer of resource')).toEqual(["POL2013"]);
  });
});
