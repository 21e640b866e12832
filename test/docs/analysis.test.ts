import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { searchBudget } from "../../src/analysis/solve/search-budget.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";

const document = readFileSync("docs/analysis.md", "utf8");
describe("docs/analysis.md", () => {
  it("names every code of the analysis, or the first and last of a row", () => {
    const last = catalogue
      .filter(({ code }) => code >= "POL3020" && code < "POL3030")
      .map(({ code }) => code);
    const others = catalogue
      .filter(({ code }) => code >= "POL3000" && code < "POL3020")
      .map(({ code }) => code);
    for (const code of [...others, last[0], last.at(-1)])
      expect(document).toContain(`diagnostics/${code}.md`);
  });

  it("states the budget", () => {
    const { conflicts, steps, failures } = searchBudget;
    expect(document).toContain(
      `${conflicts.toLocaleString("en")} conflicts, ${steps / 1e6} million steps and ${failures} failed tries`,
    );
  });
});
