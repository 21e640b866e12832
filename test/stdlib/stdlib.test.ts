import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import type { Declaration } from "../../src/syntax/ast.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";

describe.each(readdirSync("stdlib"))("stdlib/%s", (path) => {
  const text = readFileSync(`stdlib/${path}`, "utf8");

  it("checks without a diagnostic", () => {
    const using = `use std.${path.replace(".pol", "")}\n${somethingToApplyTo}`;
    expect(check([{ path: "using.pol", text: using }]).diagnostics).toEqual([]);
  });

  it("is formatted", () => expect(format({ path, text }).text).toBe(text));

  it("documents every declaration", () => {
    const { file } = parse({ path, text });
    expect(file.declarations.filter((declaration) => !isDocumented(declaration))).toEqual([]);
  });
});

it("has modules that stand beside each other", () => {
  const uses = readdirSync("stdlib").map((path) => `use std.${path.replace(".pol", "")}\n`);
  expect(check([{ path: "using.pol", text: uses.join("") + somethingToApplyTo }]).diagnostics).toEqual([]);
});

/** One action with every tag that a policy of the library goes by. */
const somethingToApplyTo = `
use std.agents
use std.labels
action all.at_once tagged reads_private_data, reads_credentials, reads_untrusted_input, egress`;

/** A context block is documented by its attributes; that a module needs another one needs no words. */
function isDocumented(declaration: Declaration): boolean {
  if (declaration.kind === "UseDeclaration") return true;
  if (declaration.kind === "ContextDeclaration") {
    return declaration.fields.every(({ documentation }) => documentation.length > 0);
  }
  return declaration.documentation.length > 0;
}
