import { describe, expect, it } from "vitest";
import { createAtomTable, type FlagAtom } from "../../src/analysis/encode/atom.js";
import { and, literal, or } from "../../src/analysis/encode/formula.js";
import { renamedKey, renamePlace } from "../../src/analysis/rename-place.js";

describe("renamePlace", () => {
  const atoms = createAtomTable();
  const flag = (key: string) => literal(atoms.atom<FlagAtom>({ kind: "flag", key }));
  const [url, urls, risk] = [
    flag("present args.url"),
    flag("present args.urls"),
    flag("present context.risk"),
  ];

  it("asks of a second place what was asked of the first, and of no other", () => {
    const second = flag(`present ${renamedKey("args.url")}`);
    const formula = and(or(url, risk), urls);
    expect(renamePlace(atoms, formula, "args.url")).toEqual(and(or(second, risk), urls));
  });

  it("gives a formula that asks nothing of the place as it is", () => {
    const formula = and(or(urls, risk), risk);
    expect(renamePlace(atoms, formula, "args.url")).toBe(formula);
  });
});
