import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import type { ContextDeclaration, Declaration } from "../../src/syntax/ast.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { runTests } from "../../src/testing/test-runner.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * Every `pol` block of docs/stdlib.md is a policy set: it is formatted, checks without a diagnostic, passes its tests and keeps its assertions. And
 * the page names every declaration of every module in the module's section.
 */

const document = "docs/stdlib.md";
const page = readFileSync(document, "utf8");
const blocks = markdownBlocks(page).filter(({ language }) => language === "pol");

describe(document, () => {
  it.each(blocks.map((block) => [block.attributes.get("name"), block.text] as const))("%s", (name, text) => {
    const { policySet, diagnostics } = check([{ path: `${name}.pol`, text }]);
    expect(diagnostics).toEqual([]);
    expect(format({ path: "", text }).text).toBe(text);
    if (policySet === undefined) return;
    if (policySet.assertions.length > 0) expect(analyze(policySet)).toEqual([]);
    const results = runTests(policySet);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each(readdirSync("stdlib").map((path) => path.replace(".pol", "")))(
    "names what std.%s declares",
    (module) => {
      const { file } = parse({ path: module, text: readFileSync(`stdlib/${module}.pol`, "utf8") });
      const [, section = ""] = page.split(`## std.${module}\n`);
      const [table = ""] = section.split("\n## ");
      expect(file.declarations.flatMap(namesOf).filter((name) => !table.includes(`\`${name}`))).toEqual([]);
    },
  );
});

/** How the page begins to name what a declaration declares. */
function namesOf(declaration: Declaration): readonly string[] {
  switch (declaration.kind) {
    case "EntityDeclaration":
      return [`principal ${declaration.name.text}`];
    case "TagDeclaration":
      return declaration.names.map((name) => `tag ${name.text}`);
    case "ContextDeclaration":
      return contextNames(declaration);
    case "TypeDeclaration":
      return [`type ${declaration.name.text}`];
    case "ConstantDeclaration":
      return [`const ${declaration.name.text}`];
    case "DefinitionDeclaration":
      return [`def ${declaration.name.text}(`];
    case "RemedyDeclaration":
      return [`remedy ${declaration.name.text}(`];
    case "ObligationDeclaration":
      return [`obligation ${declaration.name.text}(`];
    case "PolicyDeclaration":
      return declaration.rules.map((rule) => `rule ${declaration.name.text}.${rule.name.text}\``);
    default:
      return [];
  }
}

function contextNames({ fields }: ContextDeclaration): readonly string[] {
  return fields.map((field) => `context.${field.name.text}`);
}
