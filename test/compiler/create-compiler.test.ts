import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCompiler } from "../../src/compiler/create-compiler.js";
import { analyze, check, compile } from "../../src/compiler.js";
import { contentOf } from "../../src/source/moved.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { generateVersions } from "../../src/testing/edited-versions.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import type { JsonSchema } from "../../src/types/from-json-schema.js";

const schema: SourceFile = {
  path: "schema.pol",
  text: "principal User { team: String }\naction read(path: Path)\naction write(path: Path)\n",
};

function policyFile(name: string, text: string): SourceFile {
  return { path: `${name}.pol`, text: `policy ${name} {\n  rule r\n    ${text}\n}\n` };
}

const readers = policyFile("readers", 'allow User to read when args.path within "/srv"');
const writers = policyFile("writers", 'allow User to write when principal.team == "ops"');

/** Something for each lint to say of a rule below the first one. */
const lintedSet = `principal User { team: String, role: String }
principal Agent acting for User { team: String, role: String }
tag risky
context { client_name: String }
action fetch(url: Url) tagged risky
action run(command: String)
action send(to: Email)
policy p {
  rule first
    allow FIRST
  rule open
    allow User to fetch when args.url like "https://*.example.com/*"
  rule prose
    deny User to run when args.command like "rm *"
  rule tagged
    deny User to risky when principal.team == "suport"
  rule near
    deny User to run when principal.team == "support"
  rule nearer
    deny User to fetch when principal.team == "support"
  rule said
    allow User to run when context.client_name == "desktop"
  rule anywhere
    allow User to send
  rule alone
    allow Agent to run
  rule lent
    allow Agent acting for User to fetch when principal.role == "admin"
}
`;

describe("createCompiler", () => {
  it("says of every version what a compiler says that has seen no other (`session-equals-fresh`)", () => {
    let compiled = 0;
    fc.assert(
      fc.property(
        arbitraryOf((choices) => generateVersions(choices, generatePolicySet(choices, 3), 5)),
        (versions) => {
          const compiler = createCompiler();
          for (const files of versions) {
            const again = compiler.compile(files, { verify: "full" });
            expect(again).toEqual(compile(files, { verify: "full" }));
            if (again.module !== undefined) compiled++;
          }
        },
      ),
      { numRuns: 8, seed: 20_261_122, endOnFailure: true },
    );
    expect(compiled).toBeGreaterThan(15);
  });

  it("proves of every version what it would prove of it alone", () => {
    const freeze = policyFile("freeze", "deny User to anything");
    const compiler = createCompiler();
    const codes = [
      [schema, readers],
      [schema, readers, freeze],
      [schema, readers, writers],
    ].map((files) => {
      const { policySet } = compiler.check(files);
      const found = policySet && compiler.analyze(policySet);
      const { policySet: alone } = check(files);
      expect(found).toEqual(alone && analyze(alone));
      return found?.map(({ code }) => code);
    });
    expect(codes).toEqual([["POL3011"], ["POL3002"], []]);
  });

  it("types no rule again that only moved", () => {
    const compiler = createCompiler();
    const policies = (first: string): SourceFile => ({
      path: "p.pol",
      text: `policy p {\n  rule a\n    ${first}\n  rule b\n    allow User to write when principal.team == "ops"\n}\n`,
    });
    const [before, now] = ["allow User to read", "allow User to read, write"].map(
      (first) => compiler.check([schema, policies(first)]).policySet?.rules ?? [],
    );
    const [b, moved] = [before?.[1], now?.[1]];
    expect(moved?.span.start).toBe((b?.span.start ?? 0) + ", write".length);
    expect(moved && contentOf(moved)).toBe(b);
    expect(now?.[0] && contentOf(now[0])).toBe(now?.[0]);
  });

  it("says what is most likely not meant where it stands now", () => {
    const compiler = createCompiler();
    const codes = ["User to run", "User to run, fetch", "User to run"].map((first) => {
      const files = [{ path: "p.pol", text: lintedSet.replace("FIRST", first) }];
      const again = compiler.check(files);
      expect(again).toEqual(check(files));
      return [...new Set(again.diagnostics.map(({ code }) => code))].sort();
    });
    const all = ["POL2040", "POL2041", "POL2042", "POL2043", "POL2044", "POL2045", "POL2046", "POL2047"];
    expect(codes).toEqual([all, all, all]);
  });

  it("calls rules by the name that their policy has now", () => {
    const compiler = createCompiler();
    const ids = ["one", "two", "three"].map((name) => {
      const file = { ...policyFile(name, "allow User to read"), path: "p.pol" };
      return compiler.check([schema, file]).policySet?.rules.map(({ id }) => id);
    });
    expect(ids).toEqual([["one.r"], ["two.r"], ["three.r"]]);
  });

  it("types a rule once for as long as it and what it can see stay as they are", () => {
    const compiler = createCompiler();
    const ruleOf = (files: readonly SourceFile[]) =>
      compiler.check(files).policySet?.rules.find(({ id }) => id === "readers.r");
    const first = ruleOf([schema, readers, writers]);
    expect(first).toBeDefined();
    expect(ruleOf([schema, { ...writers, text: writers.text.replace("ops", "it") }, readers])).toBe(first);
    expect(ruleOf([schema, readers])).toBe(first);
    const wider = { ...schema, text: `${schema.text}tag fresh\n` };
    expect(ruleOf([wider, readers])).not.toBe(first);
    expect(ruleOf([wider, readers])).toEqual(first);
  });

  it("types rules above an edit once, in the same file too", () => {
    const text = `${schema.text}policy p {\n  rule first\n    allow User to read\n\n  /// Told.\n  rule second\n    allow User to write\n}\n`;
    const compiler = createCompiler();
    const rulesOf = (edited: string) => {
      const files = [{ path: "a.pol", text: edited }];
      const { policySet } = compiler.check(files);
      expect(policySet?.rules).toEqual(check(files).policySet?.rules);
      return policySet?.rules ?? [];
    };
    const [first, second] = rulesOf(text);
    const moved = rulesOf(text.replace("/// Told", "/// Told.."));
    expect(moved[0]).toBe(first);
    expect(moved[1]).not.toBe(second);
    const back = rulesOf(text);
    const documented = rulesOf(text.replace("/// Told", "/// Tolt"));
    expect(documented[0]).toBe(first);
    expect(documented[1]).not.toBe(back[1]);
    expect(rulesOf(text.replace("principal User {", "principal User{ "))[0]).not.toBe(first);
  });

  it("remembers what a rule uses and what was said of it", () => {
    const constant = { ...schema, text: `${schema.text}const root: Path = "/srv"\n` };
    const rooted = { ...readers, text: readers.text.replace('"/srv"', "root") };
    const compiler = createCompiler();
    for (const files of [
      [constant, rooted, writers],
      [constant, rooted],
      [constant, readers],
    ]) {
      expect(compiler.check(files).diagnostics).toEqual(check(files).diagnostics);
    }
    expect(compiler.check([constant, readers]).diagnostics.map(({ code }) => code)).toEqual(["POL2025"]);
  });

  it("goes by what a JSON Schema says, not by when it was read", () => {
    const named = {
      path: "schema.pol",
      text: 'type Name = json("name.json")\nprincipal User { name: Name }\naction read\n',
    };
    const files = [named, policyFile("p", 'allow User to read when principal.name == "kim"')];
    const withName = (name: JsonSchema) => ({ schemas: new Map([["name.json", { schema: name }]]) });
    const compiler = createCompiler();
    const first = compiler.check(files, withName({ type: "string" })).policySet?.rules[0];
    expect(compiler.check(files, withName({ type: "string" })).policySet?.rules[0]).toBe(first);
    const numbers = compiler.check(files, withName({ type: "integer" }));
    expect(numbers.diagnostics).toEqual(check(files, withName({ type: "integer" })).diagnostics);
    expect(numbers.policySet).toBeUndefined();
  });
});
