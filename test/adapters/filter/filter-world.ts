import fc from "fast-check";
import type { FilterPolicy, FilterRequest, ResourceFacts } from "../../../src/adapters/filter.js";
import { compile } from "../../../src/compiler.js";
import type { RelationTuple } from "../../../src/relations/model.js";
import { type DecisionModule, loadModule } from "../../../src/testing/load-module.js";

/** The schema of all worlds here. */
const schema = `principal User {
  admin: Bool
  manager: User
}
principal Agent acting for User { trusted: Bool }

entity Team { relation member: User | Team.member }

entity Folder in Folder {
  relation viewer: User | User.* | Agent | Team.member = direct or viewer of parent
}

entity Document in Folder {
  public: Bool
  owner: User
  relation viewer: User | User.* | Agent | Team.member = direct or viewer of parent
  relation editor: User | Agent
  relation blocked: User | Team.member
  relation reader = (viewer or editor) but not blocked
}

action read(urgent: Bool) on Document, Folder
`;

/** A policy set's rules, and some cases to filter by it. */
export interface FilterWorld {
  readonly rules: readonly string[];
  readonly cases: readonly FilterCase[];
}

/** The tuples that are there, what is asked, and what documents there are. */
export interface FilterCase {
  readonly tuples: readonly RelationTuple[];
  readonly request: FilterRequest;
  readonly facts: ReadonlyMap<string, ResourceFacts>;
}

const ids = ["1", "2", "3", "4"];
const folderIds = ["f", "g"];
const people = ["kim", "lee"];

/** Worlds in which a few rules test relations, and other things, of documents. */
export function filterWorlds(): fc.Arbitrary<FilterWorld> {
  return fc.record({
    rules: fc.array(rule(), { minLength: 1, maxLength: 5, size: "max" }),
    cases: fc.array(filterCase(), { minLength: 1, maxLength: 8, size: "max" }),
  });
}

function filterCase(): fc.Arbitrary<FilterCase> {
  return fc.record({
    tuples: fc.array(tuple(), { minLength: 4, maxLength: 20, size: "max" }),
    request: request(),
    facts: fc
      .tuple(...ids.map(facts))
      .map((known) => new Map(ids.flatMap((id, index) => [[id, known[index] ?? {}] as const]))),
  });
}

/** The module of a policy set with these rules. */
export function policyOf(rules: readonly string[]): DecisionModule & FilterPolicy {
  const named = rules.map((text, index) => `  rule r${index}\n${text}\n`).join("\n");
  const { module, diagnostics } = compile([
    { path: "policy.pol", text: `${schema}\npolicy p {\n${named}}\n` },
  ]);
  if (module === undefined)
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n"));
  return loadModule(module.code) as DecisionModule & FilterPolicy;
}

function rule(): fc.Arbitrary<string> {
  const effect = fc.constantFrom("allow", "allow", "allow", "allow", "deny");
  const heading = fc.constantFrom(
    "User to read on Document",
    "User to read",
    "Agent acting for User to read on Document",
  );
  return fc.tuple(effect, heading).chain(([kind, sentence]) => {
    const test = condition(2, sentence.startsWith("Agent"), sentence.endsWith("Document"));
    const clauses = fc.oneof(
      test.map((when) => `when ${when}`),
      fc.tuple(test, test).map(([when, unless]) => `when ${when}\n    unless ${unless}`),
    );
    return clauses.map((text) => `    ${kind} ${sentence}\n    ${text}`);
  });
}

function condition(depth: number, isDelegated: boolean, isOfDocument: boolean): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...relationTests(isDelegated, isOfDocument)) },
    { weight: 2, arbitrary: fc.constantFrom(...otherTests(isDelegated, isOfDocument)) },
  );
  if (depth === 0) return leaf;
  const part = condition(depth - 1, isDelegated, isOfDocument);
  const joined = (word: string) => fc.tuple(part, part).map(([one, other]) => `(${one} ${word} ${other})`);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: joined("and") },
    { weight: 2, arbitrary: joined("or") },
    { weight: 1, arbitrary: part.map((operand) => `not (${operand})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(part, part, part)
        .map(([test, one, other]) => `(if ${test} then ${one} else ${other})`),
    },
  );
}

function relationTests(isDelegated: boolean, isOfDocument: boolean): readonly string[] {
  const principal = isDelegated ? ["actor", "subject"] : ["principal"];
  const relations = isOfDocument ? ["viewer", "editor", "reader"] : ["viewer"];
  return [
    ...principal.flatMap((party) => relations.map((relation) => `${party} is ${relation} of resource`)),
    `${isDelegated ? "subject" : "principal"}.manager is viewer of resource`,
    ...(isDelegated ? [] : [`principal is member of Team("t")`]),
  ];
}

function otherTests(isDelegated: boolean, isOfDocument: boolean): readonly string[] {
  const user = isDelegated ? "subject" : "principal";
  const ofDocument = ["resource.public", `resource.owner == ${user}`, `resource == Document("1")`];
  return [
    `${user}.admin`,
    "args.urgent",
    `resource.id like "1*"`,
    `resource in Folder("f")`,
    ...(isDelegated ? ["actor.trusted"] : []),
    ...(isOfDocument ? ofDocument : []),
  ];
}

function tuple(): fc.Arbitrary<RelationTuple> {
  const user = fc.constantFrom(...people).map((id) => ({ type: "User", id }));
  const member = { type: "Team", id: "t", relation: "member" };
  const everyone = { type: "User", everyone: true } as const;
  const agent = { type: "Agent", id: "helper" };
  const document = fc.constantFrom(...ids).map((id) => ({ type: "Document", id }));
  const folder = fc.constantFrom(...folderIds).map((id) => ({ type: "Folder", id }));
  const of = (subject: fc.Arbitrary<RelationTuple["subject"]>, relation: string, object: typeof document) =>
    fc.record({ subject, relation: fc.constant(relation), object });
  const viewers = fc.oneof(user, fc.constantFrom<RelationTuple["subject"]>(member, everyone, agent));
  return fc.oneof(
    of(viewers, "viewer", document),
    of(viewers, "viewer", folder),
    of(fc.oneof(user, fc.constant(agent)), "editor", document),
    of(fc.oneof(user, fc.constant(member)), "blocked", document),
    of(folder, "parent", document),
    of(user, "member", fc.constant({ type: "Team", id: "t" })),
  );
}

function request(): fc.Arbitrary<FilterRequest> {
  const subject = fc.record({
    type: fc.constant("User"),
    id: fc.constantFrom(...people),
    properties: fc.record({
      admin: fc.boolean(),
      manager: fc.constantFrom(...people).map((id) => ({ type: "User", id })),
    }),
  });
  const actor = fc.record({
    type: fc.constant("Agent"),
    id: fc.constant("helper"),
    properties: fc.record({ trusted: fc.boolean() }),
  });
  return fc
    .record({ subject, actor: fc.option(actor, { nil: undefined, freq: 1 }), urgent: fc.boolean() })
    .map(({ subject: who, actor: helper, urgent }) => ({
      subject: who,
      ...(helper && { actor: helper }),
      action: { name: "read", properties: { urgent } },
      resource: { type: "Document" },
    }));
}

function facts(): fc.Arbitrary<ResourceFacts> {
  return fc.record({
    properties: fc.record({
      public: fc.boolean(),
      owner: fc.constantFrom(...people).map((id) => ({ type: "User", id })),
    }),
    ancestors: fc.subarray(folderIds.map((id) => ({ type: "Folder", id }))),
  });
}
