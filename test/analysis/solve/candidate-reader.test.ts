import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import type { NumberAtom } from "../../../src/analysis/encode/atom.js";
import { literal } from "../../../src/analysis/encode/formula.js";
import { slotKind } from "../../../src/analysis/encode/place.js";
import { buildRequest } from "../../../src/analysis/solve/build-request.js";
import { candidateReader } from "../../../src/analysis/solve/candidate-reader.js";
import { sketchRequest } from "../../../src/analysis/solve/find-request.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";

const text = `principal User
  context { risk?: Int in 0..100, score?: Int in 0..100 }
  action act
  policy p { rule r allow User to act when context has risk and context.risk > 5 }`;

/** Where requests of the policy set's one kind are looked at. */
function onlyEncoder() {
  const { policySet } = check([{ path: "a.pol", text }]);
  const [point] = policySet ? createAnalysis(lower(policySet)).points : [];
  if (point === undefined) throw new Error("there is a kind of request");
  return point.encoder;
}

describe("what is evaluated of a candidate", () => {
  it("is what the request that is made of it has: an optional member is there of whose value alone something is assumed", () => {
    const encoder = onlyEncoder();
    const type = { kind: "Int", bounds: { minimum: 0, maximum: 100 } } as const;
    const slot = { key: "context.risk", type, kind: slotKind(type) ?? "number" };
    const atom = encoder.atoms.atom<NumberAtom>({ kind: "number", slot, set: [[50, 100]] });
    const found = sketchRequest(encoder, literal(atom), () => true);
    if (found.kind !== "found") throw new Error("there is such a number");
    const { model } = found;
    const reader = candidateReader(encoder, model.assumptions, model.values);
    expect(buildRequest(model)).toMatchObject({ context: { risk: 50 } });
    expect(reader.flag("present context.risk")).toBe(true);
    expect(reader.flag("present context.score")).toBe(false);
  });
});
