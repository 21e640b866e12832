import { readdirSync, readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

/*
 * The code generator embeds the text of these functions in decision modules: each with those it calls, all in one scope.
 */

const folder = new URL("../../src/runtime/", import.meta.url);
const sources = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && file !== "index.ts" && file !== "decision.ts")
  .sort()
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), "utf8") }));
const stripped = sources.map(({ text }) => transformSync(text, { loader: "ts", target: "es2022" }).code);

describe("the functions of src/runtime", () => {
  it.each(sources)(
    "$file has nothing at its top but imports of its neighbours, types and functions",
    ({ text }) => {
      const openings = text.split("\n").filter((line) => /^[A-Za-z]/.test(line));
      for (const line of openings) {
        expect(line).toMatch(
          /^(?:import (?:type )?\{ [\w, ]+ \} from "\.\/[a-z]+\.js";|export (?:interface|type) |interface |type |(?:export )?function \w+\()/,
        );
      }
    },
  );

  it("have names of their own, so that one scope can hold them all", () => {
    const names = stripped.flatMap((code) =>
      [...code.matchAll(/^(?:export )?function (\w+)/gm)].map((match) => match[1]),
    );
    expect(names).toHaveLength(new Set(names).size);
  });

  it("run as plain JavaScript in a bare context", () => {
    const code = stripped
      .join("\n")
      .replace(/^import .*$/gm, "")
      .replace(/^export \{[^}]*\};?$/gm, "")
      .replace(/^export /gm, "");
    const result: unknown = runInNewContext(`"use strict";${code}
      [parseUrl("http://[::ffff:1.2.3.4]/").host, formatTime(parseTime("2026-11-21T10:00:00Z")), JSON.stringify(copyJson([{ a: 1 }]))]`);
    expect(JSON.stringify(result)).toBe(JSON.stringify(["1.2.3.4", "2026-11-21T10:00:00Z", '[{"a":1}]']));
  });
});
