import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCompiler } from "../../src/compiler/create-compiler.js";
import { check, compile } from "../../src/compiler.js";
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
