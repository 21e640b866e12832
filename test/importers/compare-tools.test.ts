import { describe, expect, it } from "vitest";
import { compareTools } from "../../src/importers/compare-tools.js";
import type { LockedTool } from "../../src/importers/lock-file.js";
import type { ToolPartDigests } from "../../src/importers/mcp/tool-digest.js";

function tool(action: string, digest: string, parts: ToolPartDigests = {}): LockedTool {
  return { action, tool: action, digest, parts };
}

describe("compareTools", () => {
  it("finds nothing in another order", () => {
    const [a, b] = [tool("a", "1"), tool("b", "2")];
    expect(compareTools([a, b], [b, a])).toEqual([]);
  });

  it("finds what was added, removed and changed, sorted by action", () => {
    const before = [tool("kept", "1"), tool("gone", "2"), tool("changed", "3")];
    const after = [tool("new", "4"), tool("changed", "5"), tool("kept", "1")];
    expect(compareTools(before, after)).toEqual([
      { action: "changed", kind: "changed", parts: [] },
      { action: "gone", kind: "removed", parts: [] },
      { action: "new", kind: "added", parts: [] },
    ]);
  });

  it("names the parts that are another, that came and that went", () => {
    const before = tool("a", "1", { title: "x", description: "y", annotations: "z" });
    const after = tool("a", "2", { title: "x", description: "Y", outputSchema: "w" });
    expect(compareTools([before], [after])[0]?.parts).toEqual(["description", "outputSchema", "annotations"]);
  });

  it("goes by the digest of the whole, not by its parts", () => {
    expect(compareTools([tool("a", "1", { title: "x" })], [tool("a", "1", { title: "y" })])).toEqual([]);
  });
});
