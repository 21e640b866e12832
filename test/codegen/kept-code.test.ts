import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Code, js, lines } from "../../src/codegen/code.js";
import { emitModule } from "../../src/codegen/emit-module.js";
import { type EmissionMemory, keepingParts } from "../../src/codegen/kept-code.js";
import { createModuleParts, type ModuleParts } from "../../src/codegen/module-parts.js";
import { createCompiler } from "../../src/compiler/create-compiler.js";
import type { DecisionGraph } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generateRuleEdits } from "../../src/testing/edited-rules.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { compile } from "./support.js";

describe("kept code", () => {
  it("makes the modules that are made without it, of large sets too (`watch-build-equals-fresh`)", () => {
    const versions = generateRuleEdits(seededChoices(7), generateLargeSet({ rules: 201, actions: 20 }), 3);
    const memory: EmissionMemory = {};
    const texts = graphsOf(versions).map(({ graph, sources }) => {
      const { code, sourceMap } = emitModule(graph, { sources }, memory);
      const alone = emitModule(graph, { sources });
      expect(code === alone.code && sourceMap === alone.sourceMap).toBe(true);
      return code;
    });
    expect(new Set(texts).size).toBe(4);
  });

  it("is most of the code where one constant is edited, and of one version only", () => {
    const files = generateLargeSet({ rules: 201, actions: 20 });
    const edited = files.map((file) => ({ ...file, text: file.text.replace('like "', 'like "edited') }));
    const memory: EmissionMemory = {};
    const [before = [], now = [], later = []] = graphsOf([files, edited, files.slice(0, 1)]).map(
      ({ graph, sources }) => {
        emitModule(graph, { sources }, memory);
        return [...(memory.emitted?.kept.values() ?? [])];
      },
    );
    expect(now.length).toBe(before.length);
    expect(now.filter((made) => before.includes(made)).length).toBeGreaterThan(0.9 * now.length);
    expect(later.length).toBeLessThan(now.length);
  });

  it("asks of a module's parts what its emission would ask (`kept-code-asks-the-same`)", () => {
    const { graph } = compile("principal User\naction read\npolicy p { rule r allow User to read }\n");
    let kept = 0;
    const arbitraryEdits = fc.array(fc.tuple(fc.nat(9), fc.nat(11)), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.nat(11), { minLength: 3, maxLength: 8 }), arbitraryEdits, (first, edits) => {
        const memory: EmissionMemory = {};
        let fragments = first;
        for (const [place, fragment] of [[first.length, 0] as const, ...edits]) {
          fragments = fragments.map((each, index) => (index === place ? fragment : each));
          const before = [...(memory.emitted?.kept.values() ?? [])];
          const again = emitFragments(keepingParts(createModuleParts(), memory, graph), fragments);
          expect(again).toEqual(emitFragments(createModuleParts(), fragments));
          const now = new Set(memory.emitted?.kept.values());
          kept += before.filter((made) => now.has(made)).length;
        }
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(500);
  });

  it("is made again where it is told something else, or where nodes and types are others", () => {
    const { graph } = compile("principal User\naction read\npolicy p { rule r allow User to read }\n");
    const memory: EmissionMemory = {};
    const emit = (of: DecisionGraph, told: string) => {
      let count = 0;
      const parts = keepingParts(createModuleParts(), memory, of);
      const ask = () =>
        parts.told(
          "what",
          () => told,
          (words) => words,
        );
      const answer = () => {
        count++;
        return ask() === "one" ? js`1` : js`2`;
      };
      const code = parts.kept(
        () => "all",
        answer,
        (question) => (question === "what" ? told : undefined),
      );
      return [code.text, count];
    };
    expect(emit(graph, "one")).toEqual(["1", 1]);
    expect(emit(graph, "one")).toEqual(["1", 0]);
    expect(emit(graph, "two")).toEqual(["2", 1]);
    expect(emit({ ...graph, policySet: { ...graph.policySet, actions: new Map() } }, "two")).toEqual([
      "2",
      1,
    ]);
    expect(emit(lower(graph.policySet), "two")).toEqual(["2", 1]);
  });
});

function graphsOf(versions: readonly (readonly SourceFile[])[]) {
  const compiler = createCompiler();
  let graph: DecisionGraph | undefined;
  return versions.flatMap((sources) => {
    const { policySet } = compiler.check(sources);
    if (policySet === undefined) return [];
    graph = lower(policySet, graph);
    return [{ graph, sources }];
  });
}

/** A module of fragments, each of which is what its number says: names that look alike, and definitions that share others. */
function emitFragments(parts: ModuleParts, fragments: readonly number[]) {
  const codes = fragments.map((fragment) =>
    parts.kept(
      () => `fragment ${fragment}`,
      () => emitFragment(parts, fragment),
    ),
  );
  return {
    codes: codes.map(({ text }) => text),
    definitions: parts.definitions.map(({ text }) => text),
    used: [...parts.used.keys()].sort(),
  };
}

function emitFragment(parts: ModuleParts, fragment: number): Code {
  const own = parts.names.name(`local ${fragment % 5}`, "local");
  const defined = define(parts, fragment % 4, fragment);
  const once = parts.once(
    `part ${fragment % 3}`,
    () => js`${parts.names.name(`once ${fragment % 3}`, "local")} ${define(parts, fragment % 3, 9)}`,
  );
  return lines([js`${own} ${defined}`, once, js`${define(parts, 3 - (fragment % 4), fragment)}`]);
}

/** What a definition is named like hangs on who asks first; it may name another one, and itself. */
function define(parts: ModuleParts, definition: number, asker: number): Code {
  return parts.define(`definition ${definition}`, asker < 9 ? "shared" : "other", (name) => {
    const others =
      definition === 0 ? [name, parts.runtime("isPlain")] : [define(parts, definition - 1, asker)];
    return js`${name} = ${others}`;
  });
}
