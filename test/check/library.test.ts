import { describe, expect, it } from "vitest";
import { libraryFile, libraryModules } from "../../src/check/library.js";
import { check } from "../../src/compiler.js";

const declared = `
principal Person
entity Doc
action read(limit: Int) on Doc
`;

/** What is said of the one name in a text that nothing declares. */
function helpFor(text: string): string | undefined {
  const { diagnostics } = check([{ path: "a.pol", text: declared + text }]);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toHaveLength(1);
  return errors[0]?.help;
}

function helpForRule(rule: string): string | undefined {
  return helpFor(`policy p {\n  rule r\n    ${rule}\n}\n`);
}

describe("a name that only the standard library declares: which module to use", () => {
  it.each([
    ["a remedy", 'deny Person to read unless approval(from: "x", max_age: 5m)', "std.agents"],
    ["an attribute of the context", "allow Person to read when context.now.hour < 6", "std.agents"],
    ["one that is asked for", "allow Person to read when context has approval", "std.agents"],
    ["an obligation", 'oblige Person to read with mask(field: "x")', "std.enforcement"],
    ["a tag of actions", "allow Person to read_only", "std.mcp"],
    ["a principal", "allow User to read", "std.agents"],
    ["a constant", "allow Person to read when [args.limit] containsAny private_blocks", "std.net"],
    ["a definition", "allow Person to read when business_hours(args.limit, 1h)", "std.time"],
  ])("%s", (_, rule, module) => {
    expect(helpForRule(rule)).toBe(`the standard library has it: \`use ${module}\``);
  });

  it.each([
    ["a tag of an action", "action write tagged destructive\n", "std.mcp"],
    ["a parent", "principal Bot in Service\n", "std.agents"],
    ["a type", "type T = List<SessionLabel>\n", "std.labels"],
  ])("%s", (_, text, module) => {
    expect(helpFor(text)).toBe(`the standard library has it: \`use ${module}\``);
  });

  it("nothing is said of it where the module is used, or a name is nobody's", () => {
    expect(helpForRule("allow Person to nothing_of_the_kind")).toBeUndefined();
    const used = `use std.mcp\n${declared}policy p {\n  rule r\n    allow Person to red_only\n}\n`;
    const [error] = check([{ path: "a.pol", text: used }]).diagnostics;
    expect(error?.help).toBe("did you mean `read_only`?");
  });
});

it("every module of the library parses, and one of no such name is none", () => {
  for (const module of libraryModules) expect(libraryFile(module)?.declarations.length).toBeGreaterThan(0);
  expect(libraryFile("std.nothing")).toBeUndefined();
  expect(libraryFile("toString")).toBeUndefined();
});

it("an address is in a block, and not within one", () => {
  const text =
    'context { ip: Ip }\npolicy p {\n  rule r\n    allow Person to read\n    when context.ip within "10.0.0.0/8"\n}\n';
  expect(helpFor(text)).toBe("an address is `in` a block: `context.ip in …`");
});
