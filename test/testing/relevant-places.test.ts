import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { seededChoices } from "../../src/testing/choices.js";
import { editsOf, withEdit } from "../../src/testing/edit-request.js";
import { guardedPlaces, relevantPlaces } from "../../src/testing/relevant-places.js";
import { compileSet } from "./compile-set.js";

const { policySet } = compileSet([
  {
    path: "p.pol",
    text: `
      principal User in Team { level: Int, name: String }
      entity Team
      entity Document { owner: User, size: Int }
      action read(pages: List<{ number: Int }>, note?: String) on Document
      action list(open: Bool, ...)
      context { ip: Ip, now: Time, ticket?: { by: User } }
      policy p {
        rule readers
          allow User in Team("t") to read on Document
          when principal.level > 3 and resource.owner == principal
        rule outside
          deny User to read
          when not context.ip in "10.0.0.0/8"
          unless context has ticket
        rule listing
          allow User to list
      }`,
  },
]);

const ancestors = [{ type: "Team", id: "t" }];
const request = {
  subject: { type: "User", id: "ann", properties: { level: 5, name: "Ann" }, ancestors },
  action: { name: "read", properties: { pages: [{ number: 1 }] } },
  resource: { type: "Document", id: "d", properties: { owner: { type: "User", id: "ann" }, size: 1 } },
  context: { ip: "10.0.0.1", now: "2026-11-21T10:00:00Z" },
};

function pathsOf(places: ReturnType<typeof relevantPlaces>): readonly string[] {
  return [...new Set(places.map(({ path }) => `/${path.join("/")}`))].sort();
}

describe("relevantPlaces", () => {
  it("are identities, all arguments, and of the rest what rules in scope read", () => {
    expect(pathsOf(relevantPlaces(policySet, request))).toEqual([
      "/action",
      "/action/name",
      "/action/properties",
      "/action/properties/note",
      "/action/properties/pages",
      "/action/properties/pages/0",
      "/action/properties/pages/0/number",
      "/context",
      "/context/ip",
      "/context/ticket",
      "/resource",
      "/resource/properties",
      "/resource/properties/owner",
      "/resource/properties/owner/id",
      "/resource/properties/owner/type",
      "/resource/type",
      "/subject",
      "/subject/ancestors",
      "/subject/id",
      "/subject/properties",
      "/subject/properties/level",
      "/subject/type",
    ]);
  });

  it("are none where the request names no environment", () => {
    expect(relevantPlaces(policySet, {})).toEqual([]);
    expect(relevantPlaces(policySet, { ...request, subject: 7 })).toEqual([]);
    expect(relevantPlaces(policySet, { ...request, resource: undefined })).toEqual([]);
  });

  it("say what may be absent or null", () => {
    const places = relevantPlaces(policySet, request);
    const note = places.find(({ path }) => path.at(-1) === "note");
    const level = places.find(({ path }) => path.at(-1) === "level");
    expect(note).toMatchObject({ mayBeAbsent: true, mayBeNull: true });
    expect(level).toMatchObject({ mayBeAbsent: false, mayBeNull: false });
  });

  it("guarded are also the members that nothing declares, but where the action is open", () => {
    const undeclared = (name: string) =>
      pathsOf(guardedPlaces(policySet, { ...request, action: { ...request.action, name } })).filter((path) =>
        path.endsWith("undeclared member"),
      );
    expect(undeclared("read")).toEqual([
      "/action/properties/pages/0/undeclared member",
      "/action/properties/undeclared member",
      "/undeclared member",
    ]);
    expect(undeclared("list")).toEqual(["/undeclared member"]);
  });
});

describe("the edits of a place", () => {
  it("make an allowed request invalid, each of them, and leave it as it is", () => {
    const before = structuredClone(request);
    expect(interpret(policySet, request).decision).toBe(true);
    const seen = new Set<string>();
    for (const place of guardedPlaces(policySet, request)) {
      for (let seed = 0; seed < 60; seed++) {
        for (const edit of editsOf(place, seededChoices(seed))) {
          const wrong = withEdit(request, place.path, edit);
          const about = `/${place.path.join("/")} ${edit.description}`;
          seen.add(edit.description);
          expect(interpret(policySet, wrong).reason, about).toBe("invalid_request");
        }
      }
    }
    expect(request).toEqual(before);
    expect([...seen]).toEqual(
      expect.arrayContaining(["left out", "inherited", "a getter that throws", "replaced by null"]),
    );
    expect(seen.size).toBeGreaterThan(30);
  });
});
