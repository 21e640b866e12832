import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitModule } from "../../src/codegen/emit-module.js";
import { createCompiler } from "../../src/compiler/create-compiler.js";
import type { DecisionGraph } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { generateVersions } from "../../src/testing/edited-versions.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { invariant } from "../../src/util/invariant.js";

const schema = { path: "schema.pol", text: "principal User { n: Int }\naction read(size: Int)\n" };

function rulesFile(name: string, condition: string) {
  return {
    path: `${name}.pol`,
    text: `policy ${name} {\n  rule r\n    allow User to read\n    when ${condition}\n}\n`,
  };
}

/** Lowers versions one after the other, each with the graph before. */
function lowerVersions(...conditions: readonly string[]): readonly DecisionGraph[] {
  const compiler = createCompiler();
  const graphs: DecisionGraph[] = [];
  for (const condition of conditions) {
    const files = [schema, rulesFile("a", "args.size > 5"), rulesFile("b", condition)];
    const { policySet } = compiler.check(files);
    invariant(policySet !== undefined, "the versions have no mistake");
    graphs.push(lower(policySet, graphs.at(-1)));
  }
  return graphs;
}

describe("lowering one version after the other", () => {
  it("decides as a graph does that is lowered by itself (`lowering-again-equals-lowering`)", () => {
    let lowered = 0;
    fc.assert(
      fc.property(
        arbitraryOf((choices) => generateVersions(choices, generatePolicySet(choices, 3), 5)),
        (versions) => {
          const compiler = createCompiler();
          let graph: DecisionGraph | undefined;
          for (const files of versions) {
            const { policySet } = compiler.check(files);
            if (policySet === undefined) continue;
            graph = lower(policySet, graph);
            const options = { sources: files, sourceRoot: "", sourcesContent: false, tools: [] };
            expect(emitModule(graph, options)).toEqual(emitModule(lower(policySet), options));
            lowered++;
          }
        },
      ),
      { numRuns: 5, seed: 20_261_125, endOnFailure: true },
    );
    expect(lowered).toBeGreaterThan(8);
  });

  it("gives nodes and bodies that are the same objects where nothing changed", () => {
    const [first, second, third] = lowerVersions("principal.n > 1", "principal.n > 2", "principal.n > 1");
    expect(second?.table).toBe(first?.table);
    expect(second?.bodies[0]).toBe(first?.bodies[0]);
    expect(second?.bodies[1]?.condition).not.toBe(first?.bodies[1]?.condition);
    expect(third?.bodies[1]?.condition).toBe(first?.bodies[1]?.condition);
  });

  it("gives scopes that are the same objects where their rules are", () => {
    const [first, same, other] = lowerVersions("principal.n > 1", "principal.n > 1", "principal.n > 2");
    expect(first?.scopes.length).toBe(1);
    expect(same?.scopes[0]).toBe(first?.scopes[0]);
    expect(other?.scopes[0]).not.toBe(first?.scopes[0]);
  });

  it("starts anew once what is left of old versions is most of the table", () => {
    const conditions = Array.from(
      { length: 60 },
      (_, index) => `principal.n > ${index} and args.size < ${index}`,
    );
    const tables = lowerVersions(...conditions).map(({ table }) => table);
    expect(new Set(tables).size).toBeGreaterThan(2);
    expect(tables.every(({ size }) => size < 100)).toBe(true);
  });
});
