import { describe, expect, it } from "vitest";
import { createPolicyCache } from "../../../src/adapters/esbuild/compile-policies.js";
import type { Host } from "../../../src/source/host.js";

const policy = `type Name = json("name.json")

principal User

action read(name: Name)

policy p {
  rule all
    allow User to read
}
`;

/** A host over `files`, which a test changes. */
function memoryHost(files: Map<string, string>): Host {
  return {
    readPolicySet: async () =>
      [...files].filter(([path]) => path.endsWith(".pol")).map(([path, text]) => ({ path, text })),
    readBeside: async (_, path) => files.get(path),
  };
}

describe("createPolicyCache", () => {
  const create = () => {
    const files = new Map([
      ["a.pol", policy],
      ["name.json", '{ "type": "string" }'],
    ]);
    return { files, cache: createPolicyCache(memoryHost(files)) };
  };

  it("compiles nothing again while everything reads as before", async () => {
    const { files, cache } = create();
    const first = await cache("policies");
    expect(first.result.module).toBeDefined();
    expect(await cache("policies")).toBe(first);
    files.set("notes.md", "of no matter");
    expect(await cache("policies")).toBe(first);
  });

  it.each([
    ["a policy changes", "a.pol", policy.replace("all", "every")],
    ["a policy is added", "b.pol", "policy q {\n  rule none\n    deny User to read\n}\n"],
    ["a JSON Schema changes", "name.json", '{ "enum": ["a"] }'],
  ])("compiles again when %s", async (_, path, text) => {
    const { files, cache } = create();
    const first = await cache("policies");
    files.set(path, text);
    const second = await cache("policies");
    expect(second.result.module?.code).toBeDefined();
    expect(second.result.module?.code).not.toBe(first.result.module?.code);
    expect(await cache("policies")).toBe(second);
  });

  it("compiles again when a file that was named and missing comes", async () => {
    const { files, cache } = create();
    files.delete("name.json");
    const first = await cache("policies");
    expect(first.result.module).toBeUndefined();
    expect(await cache("policies")).toBe(first);
    files.set("name.json", '{ "type": "string" }');
    expect((await cache("policies")).result.module).toBeDefined();
  });

  it("keeps policy sets apart", async () => {
    const { cache } = create();
    expect(await cache("one")).not.toBe(await cache("other"));
  });
});
