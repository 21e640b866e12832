import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { createKnownCovers } from "../../src/analysis/known-covers.js";
import { createOccurrences } from "../../src/analysis/occurrences.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { schema } from "./finding-words.js";

function occurrencesOf(rules: string) {
  const { policySet } = check([{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}` }]);
  if (policySet === undefined) throw new Error("the set has errors");
  const occurrences = createOccurrences(createAnalysis(lower(policySet)));
  return policySet.rules.map((rule) => [...occurrences.of(rule)]);
}

describe("known covers", () => {
  const [narrow = [], wide = []] =
    occurrencesOf(`rule narrow allow User to db.query, db.drop when args.table == "x"
    rule wide allow User to db.query when args.table like "x*"`);
  const first = narrow.find((occurrence) => occurrence.point.environment.action === "db.query");
  const rival = wide[0]?.body;
  if (first?.body === undefined || rival === undefined) throw new Error("the rules are in scope");
  const { point, body } = first;

  it("hold where all their rules are in scope and wanted", () => {
    const covers = createKnownCovers();
    expect(covers.find(point, body, () => true)).toBeUndefined();
    covers.note(point, body, [rival]);
    expect(covers.find(point, body, () => true)).toEqual([rival]);
    expect(covers.find(point, body, (other) => other !== rival)).toBeUndefined();
  });

  it("say nothing of points where one of the rules does not stand", () => {
    const covers = createKnownCovers();
    covers.note(point, body, [rival]);
    const elsewhere = narrow.filter((occurrence) => occurrence.point.environment.action === "db.drop");
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const { point: other } of elsewhere) expect(covers.find(other, body, () => true)).toBeUndefined();
  });
});
