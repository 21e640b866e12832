import { describe, expect, it } from "vitest";
import { relationEdges } from "../../../src/testing/directed/relation-edges.js";
import { policySetOf } from "../../interpret/policy-set.js";

const request = {
  subject: {
    type: "User",
    id: "a",
    properties: { home: "10.1.0.0/16", root: "/srv", name: "n" },
    ancestors: [{ type: "Team", id: "desk" }],
  },
  action: { name: "go", properties: { ip: "10.1.2.3", file: "/srv/x", word: "n" } },
  resource: { type: "Box", id: "b", properties: { owner: { type: "User", id: "a" } } },
};

/** What is put at a place by the edges of a condition. */
function edgesAt(condition: string, place: (of: typeof request) => unknown): readonly unknown[] {
  const { rules } = policySetOf(`
    principal User in Team { home: Cidr, root: Path, name: String }
    entity Team
    entity Box { owner: User }
    action go(ip: Ip, file: Path, word: String) on Box
    policy p {
      rule r
        allow User to go on Box
        when ${condition}
    }`);
  const clauses = rules[0]?.variants[0]?.clauses ?? [];
  const edges = clauses.flatMap((clause) => relationEdges(clause.condition, "subject", request));
  expect(new Set(edges.map(({ key }) => key)).size).toBe(edges.length);
  return edges.map((edge) => place(edge.request as typeof request));
}

describe("edges of relations", () => {
  it("of an address and a block are the addresses at both ends and beyond", () => {
    const addresses = ["10.0.255.255", "10.1.0.0", "10.1.255.255", "10.2.0.0"];
    expect(edgesAt("args.ip in principal.home", ({ action }) => action.properties.ip)).toEqual(addresses);
    expect(edgesAt('args.ip in "10.1.0.0/16"', ({ action }) => action.properties.ip)).toEqual(addresses);
  });

  it("have no address beyond the last", () => {
    const edges = edgesAt('args.ip in "0.0.0.0/0"', ({ action }) => action.properties.ip);
    expect(edges).toEqual(["0.0.0.0", "255.255.255.255"]);
  });

  it("of a path and what it is within are the base, below it and beside it", () => {
    const edges = edgesAt("args.file within principal.root", ({ action }) => action.properties.file);
    expect(edges).toEqual(["/srv", "/srv/x", "/srvx"]);
  });

  it("of a group are groups of another name or type", () => {
    const edges = edgesAt('principal in Team("desk")', ({ subject }) => subject.ancestors);
    expect(edges).toEqual([
      [{ type: "Team", id: "deskx" }],
      [{ type: "Teamx", id: "desk" }],
      [{ type: "Team", id: "desk" }],
    ]);
  });

  it("of an entity are others of its type", () => {
    const edges = edgesAt("resource.owner == principal", ({ resource }) => resource.properties.owner.id);
    expect(edges).toEqual(["ax"]);
  });

  it("of two texts are texts that are nearly the same", () => {
    const edges = edgesAt("args.word == principal.name", ({ action }) => action.properties.word);
    expect(edges).toEqual(["nx", "N"]);
  });

  it("are found in what a condition is made of", () => {
    const edges = edgesAt(
      'not (args.ip in principal.home or args.word == "x")',
      ({ action }) => action.properties.ip,
    );
    expect(edges).toContain("10.2.0.0");
  });

  it("are none where a side is computed", () => {
    expect(edgesAt('lower(args.word) == "n"', () => undefined)).toEqual([]);
  });
});
