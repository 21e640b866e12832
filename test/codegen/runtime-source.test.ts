import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { describe, expect, it } from "vitest";
import { runtimePieces } from "../../src/codegen/runtime-source.gen.js";

describe("the runtime's source", () => {
  it("is current (`node scripts/generate-runtime-source.mjs`)", () => {
    const script = fileURLToPath(new URL("../../scripts/generate-runtime-source.mjs", import.meta.url));
    expect(() => execFileSync(process.execPath, [script, "--check"])).not.toThrow();
  });

  it("tells of each piece all that it needs", () => {
    const known = new Map(runtimePieces.map((piece) => [piece.name, piece]));
    for (const piece of runtimePieces) {
      const needed = new Set<string>();
      const add = (name: string): void => {
        if (needed.has(name)) return;
        needed.add(name);
        for (const used of known.get(name)?.uses ?? []) add(used);
      };
      add(piece.name);
      const others = runtimePieces.filter(({ name }) => !needed.has(name)).map(({ name }) => name);
      const code = [...needed].map((name) => known.get(name)?.code).join("\n");
      // A piece that is missing would be a free variable: none of the others' names may be read as one.
      const free = others.filter((name) =>
        new RegExp(`(?<![.\\w"\`])${name}\\(`).test(code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')),
      );
      expect(free, piece.name).toEqual([]);
      expect(() => new vm.Script(`"use strict";${code}`)).not.toThrow();
    }
  });

  it("is what a person would write: no helper of a compiler in it", () => {
    for (const { code } of runtimePieces)
      expect(code).not.toMatch(/void 0|__PURE__|__name|\b[a-z]+[A-Za-z]*2\b/);
  });
});
