import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectName, readObject, readSubject, subjectName } from "../../../src/adapters/openfga/names.js";

const entities = fc.record({
  type: fc.constantFrom("User", "Team"),
  id: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
    fc
      .array(fc.constantFrom("%", "#", ":", "*", " ", "\n", "@", "2", "A", "é", "\u0085"), { minLength: 1 })
      .map((parts) => parts.join("")),
  ),
});

describe("names of entities on OpenFGA", () => {
  it("leave ids as they are that OpenFGA can have", () => {
    expect(objectName({ type: "Document", id: "2027/plan@home-é" })).toBe("Document:2027/plan@home-é");
    expect(subjectName({ type: "Team", id: "core", relation: "member" })).toBe("Team:core#member");
    expect(subjectName({ type: "User", everyone: true })).toBe("User:*");
  });

  it("tell somebody called * from everyone", () => {
    expect(subjectName({ type: "User", id: "*" })).toBe("User:%2A");
    expect(readSubject("User:%2A")).toEqual({ type: "User", id: "*" });
    expect(readSubject("User:*")).toEqual({ type: "User", everyone: true });
  });

  it("are none for what OpenFGA cannot have", () => {
    expect(objectName({ type: "Document", id: "\ud800" })).toBeUndefined();
    expect(objectName({ type: "Document", id: "" })).toBeUndefined();
    expect(objectName({ type: "Document", id: "é".repeat(247) })).toHaveLength(256);
    expect(objectName({ type: "Document", id: "é".repeat(248) })).toBeUndefined();
    expect(subjectName({ type: "User", id: "é".repeat(253) })).toHaveLength(258);
    expect(subjectName({ type: "User", id: "é".repeat(254) })).toBeUndefined();
  });

  it.each([
    "Document",
    "Document:",
    ":7",
    "Document:7:8",
    "Document:%zz",
    "Document:%41",
    "Document:%2a",
    "a b:7",
  ])("are not read where polc would not have written them: %s", (name) => {
    expect(readObject(name)).toBeUndefined();
    expect(readSubject(name)).toBeUndefined();
  });

  it("law: names-are-read-back", () => {
    fc.assert(
      fc.property(entities, fc.constantFrom(undefined, "member"), ({ type, id }, relation) => {
        const subject = relation === undefined ? { type, id } : { type, id, relation };
        const name = subjectName(subject);
        expect(name).toMatch(/^[^:#@\s]+:[^:#\s*\p{Cc}]+(#member)?$/u);
        expect(readSubject(name ?? "")).toEqual(subject);
        expect(readObject(objectName({ type, id }) ?? "")).toEqual({ type, id });
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
