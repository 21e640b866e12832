import { describe, expect, it } from "vitest";
import type { RequestNeeds } from "../../src/ir/decision-graph.js";
import { environmentOf, graphOf, printNeed } from "./support.js";

const schema = `
  principal User in Team { team: String, age: Int, boss?: User }
  principal Agent acting for User { level: Int }
  entity Team { name: String }
  entity Folder in Folder { owner: User | Team }
  entity Document in Folder { owner: User, meta: { by: User, tags: List<Team> }, readers: List<User>, notes: Map<Team> }
  action read(who?: User, list: List<User>) on Document, Folder
  action ping
  context { now: Time, ip: Ip, note?: String }
`;

/** What one rule's clauses read of a request of a User (through an Agent) to read a Document. */
function needs(rule: string, environment = "User>Agent read Document"): Record<keyof RequestNeeds, string> {
  const graph = graphOf(`${schema} remedy ok(of: String) = context has note and context.note == of
    obligation log(what: String)  policy p { rule r ${rule} }`);
  const { subject, actor, resource, context, args } = environmentOf(graph, environment).needs;
  return {
    subject: printNeed(subject),
    actor: printNeed(actor),
    resource: printNeed(resource),
    context: printNeed(context),
    args: printNeed(args),
  };
}

const nothing = { subject: "", actor: "", resource: "", context: "", args: "" };

describe("relevant attributes", () => {
  it.each<[string, Partial<Record<keyof RequestNeeds, string>>]>([
    ['allow User to read on Document when principal.team == "a"', { subject: "{team}" }],
    [
      "allow Agent acting for User to read when principal.level > subject.age",
      { subject: "{age}", actor: "{level}" },
    ],
    ['allow User to read on Document when resource.owner.team == "a"', { resource: "{owner{team}}" }],
    ["allow User to read on Document when resource.owner == principal", { resource: "{owner}" }],
    ["allow User to read on Document when resource.meta.by.age > 3", { resource: "{meta{by{age}}}" }],
    [
      'allow User to read on Document when any t in resource.meta.tags: t.name == "x"',
      { resource: "{meta{tags{*{name}}}}" },
    ],
    [
      'allow User to read on Document when resource.notes["k"].name ?? "" == "x"',
      { resource: "{notes{*{name}}}" },
    ],
    ['allow User in Team("a") to read', { subject: "^" }],
    ['allow User("a") to read', {}],
    ['allow User to read on Document("7")', { resource: "#" }],
    ['allow User to read on Document in Folder("7")', { resource: "^" }],
    ['allow User to read on Document when resource.id == "7"', { resource: "#" }],
    ['allow User to read on Document when resource in [Document("a")]', { resource: "#" }],
    ["allow User to read on Document when principal in resource.readers", { resource: "{readers}" }],
    ['allow User to read when any u in args.list: u in Team("a")', { args: "{list{*^}}" }],
    ['allow User to read when args has who and args.who.team == "a"', { args: "{who{team}}" }],
    [
      'allow User to read when (if principal.age > 3 then principal else principal.boss ?? principal).team == "a"',
      { subject: "{age boss{team} team}" },
    ],
    ["deny User to read unless ok(of: principal.team)", { subject: "{team}", context: "{note}" }],
    ["oblige User to read with log(what: principal.team)", { subject: "{team}" }],
  ])("%s", (rule, expected) => {
    expect(needs(rule)).toEqual({ ...nothing, ...expected });
  });

  it("are those of every rule in scope, of whichever principal, and of no other", () => {
    const graph = graphOf(`${schema} policy p {
      rule a  allow User to read  when principal.team == "a"
      rule b  deny Agent acting for User to read on Folder  when context.ip == "10.0.0.1"
      rule c  allow Agent acting for User to ping  when principal.level > 2
      rule d  deny User to anything  when principal.age > 3 and not (principal.age > 3)
    }`);
    const read = (name: string) => {
      const { subject, actor, context } = environmentOf(graph, name).needs;
      return [subject, actor, context].map(printNeed);
    };
    expect(read("User read Document")).toEqual(["{age team}", "", ""]);
    expect(read("User>Agent read Document")).toEqual(["{age team}", "", ""]);
    expect(read("User>Agent read Folder")).toEqual(["{age team}", "", "{ip}"]);
    expect(read("User>Agent ping")).toEqual(["{age}", "{level}", ""]);
  });
});
