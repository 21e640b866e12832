import { SourceMap, type SourceMapPayload } from "node:module";
import { describe, expect, it } from "vitest";
import { emitModule } from "../../src/codegen/emit-module.js";
import { analyticsText, compile } from "./support.js";

const compiled = compile(analyticsText, "analytics.pol");
const payload = JSON.parse(compiled.sourceMap) as SourceMapPayload & { sourcesContent?: string[] };
const map = new SourceMap(payload);
const generated = compiled.code.split("\n");
const original = analyticsText.split("\n");

/** The line of the policy that a line of the module, the first with this text, leads to. */
function originOf(text: string): string {
  const line = generated.findIndex((each) => each.includes(text));
  const column = (generated[line] ?? "").search(/\S/);
  const entry = map.findEntry(line, column);
  expect(entry).toMatchObject({ originalSource: "analytics.pol" });
  return "originalLine" in entry ? (original[entry.originalLine] ?? "") : "";
}

describe("the source map", () => {
  it("leads from each clause to where it is written", () => {
    expect(originOf('principal_team === "sales" &&')).toContain('when principal.team == "sales"');
    expect(originOf('args_table.startsWith("sales_")')).toContain('when args.table like "sales_*"');
    expect(originOf("in_networks(context_ip)")).toContain("when context.ip in office");
    expect(originOf("!(")).toContain("unless approval(");
  });

  it("leads from a rule's function to the rule", () => {
    expect(originOf("function analytics_people_read(")).toContain("rule people_read");
    expect(originOf("function analytics_sales_tables(")).toContain("rule sales_tables");
  });

  it("names its file, and holds the policies only where asked to", () => {
    expect(payload).toMatchObject({ version: 3, file: "policy.js", sources: ["analytics.pol"] });
    expect(payload.sourcesContent?.[0] ?? null).toBeNull();
    expect(compiled.code.trimEnd().split("\n").at(-1)).toBe("//# sourceMappingURL=policy.js.map");
    const sources = [{ path: "analytics.pol", text: analyticsText }];
    const other = emitModule(compiled.graph, { sources, file: "rules.js", sourcesContent: true });
    expect(JSON.parse(other.sourceMap)).toMatchObject({ file: "rules.js", sourcesContent: [analyticsText] });
    expect(other.code).toContain("//# sourceMappingURL=rules.js.map");
  });
});
