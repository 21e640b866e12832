import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { buildSync, transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

/*
 * The code generator embeds the text of these functions in decision modules: each with those it calls, all in one scope.
 */

const folder = fileURLToPath(new URL("../../src/runtime/", import.meta.url));
const sources = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "index.ts" && file !== "decision.ts")
  .sort()
  .map((file) => ({ file, text: readFileSync(`${folder}/${file}`, "utf8") }));

/** Plain JavaScript, types and most of the comments removed. */
function stripped(text: string): string {
  return transformSync(text, { loader: "ts", target: "es2022" }).code;
}

describe("the functions of src/runtime", () => {
  it.each(sources)("$file holds functions and constants, and imports its neighbours alone", ({ text }) => {
    const code = stripped(text);
    for (const line of code.split("\n").filter((text) => /^[A-Za-z]/.test(text))) {
      expect(line).toMatch(/^(?:import |export \{|(?:export )?(?:function|const) \w+)/);
    }
    for (const [, from] of code.matchAll(/\bfrom "([^"]*)"/g)) expect(from).toMatch(/^\.\/[a-z-]+\.js$/);
    expect(code).not.toMatch(/\b(?:import|require)\(|^import .*\bas\b/m);
  });

  it("have names of their own, so that one scope can hold them all", () => {
    const names = sources.flatMap(({ text }) =>
      [...stripped(text).matchAll(/^(?:export )?(?:function|const) (\w+)/gm)].map((match) => match[1]),
    );
    expect(names).toHaveLength(new Set(names).size);
  });

  it("run as plain JavaScript in a bare context", () => {
    const contents = sources.map(({ file }) => `export * from "./${file}";`).join("\n");
    const [bundle] = buildSync({
      stdin: { contents, resolveDir: folder, loader: "ts" },
      bundle: true,
      format: "iife",
      globalName: "runtime",
      write: false,
    }).outputFiles;
    const result: unknown = runInNewContext(`"use strict";${bundle?.text}
      JSON.stringify([
        runtime.parseUrl("http://[::ffff:1.2.3.4]/").host,
        runtime.formatTime(runtime.parseTime("2026-11-21T10:00:00Z")),
        runtime.copyJson([{ a: 1 }]),
      ])`);
    expect(result).toBe(JSON.stringify(["1.2.3.4", "2026-11-21T10:00:00Z", [{ a: 1 }]]));
  });
});
