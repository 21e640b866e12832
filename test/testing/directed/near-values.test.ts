import { describe, expect, it } from "vitest";
import { nearValues } from "../../../src/testing/directed/near-values.js";
import type { Type } from "../../../src/types/type.js";

const cases: readonly (readonly [string, unknown, Type, readonly unknown[]])[] = [
  ["one less and one more", 7, { kind: "Int" }, [6, 8]],
  ["the other one", true, { kind: "Bool" }, [false]],
  ["the other members of a union", "b", { kind: "Literals", values: ["a", "b", "c"] }, ["a", "c"]],
  [
    "a character less, one more, another case",
    "Ab",
    { kind: "String" },
    ["b", "A", "Abx", "xAb", "AB", "ab"],
  ],
  [
    "the days beside it",
    "2026-03-01",
    { kind: "Date" },
    ["2026-02-28", "2026-03-02", "2026-02-22", "2026-03-08"],
  ],
  ["the addresses beside it", "10.0.0.0", { kind: "Ip" }, ["9.255.255.255", "10.0.0.1"]],
  ["no address before the first", "::", { kind: "Ip" }, ["::1"]],
  ["the block around it, and half of it", "10.1.0.0/16", { kind: "Cidr" }, ["10.0.0.0/15", "10.1.0.0/17"]],
  ["nothing around everything", "0.0.0.0/0", { kind: "Cidr" }, ["0.0.0.0/1"]],
  ["a host below, beside and above", "a.org", { kind: "Host" }, ["x.a.org", "xa.org", "a.org.x", "org"]],
  ["a path above, below and beside", "/srv/a", { kind: "Path" }, ["/srv", "/srv/a/x", "/srv/ax", "/x/srv/a"]],
  ["none, one, one less, one twice", ["a", "b"], list(), [[], ["a"], ["b"], ["b"], ["a"], ["a", "b", "a"]]],
  ["nothing beside nothing", undefined, { kind: "Int" }, []],
];

function list(): Type {
  return { kind: "List", element: { kind: "String" } };
}

describe("values nearby", () => {
  it.each(cases)("are %s", (_, value, type, near) => {
    expect(nearValues(value, type)).toEqual(near);
  });

  it("of a time are a millisecond, an hour and a day away", () => {
    const near = nearValues("2026-11-21T10:00:00Z", { kind: "Time" });
    expect(near).toEqual([
      "2026-11-21T09:59:59.999Z",
      "2026-11-21T10:00:00.001Z",
      "2026-11-21T09:00:00Z",
      "2026-11-21T11:00:00Z",
      "2026-11-20T10:00:00Z",
      "2026-11-22T10:00:00Z",
    ]);
  });

  it("of a URL are on hosts, ports and schemes beside its own", () => {
    const near = nearValues("https://example.com/a", { kind: "Url" });
    expect(near).toContain("https://xexample.com/a");
    expect(near).toContain("https://example.com.x/a");
    expect(near).toContain("https://example.com:8443/a");
    expect(near).toContain("http://example.com/a");
  });

  it("of an address of mail are on hosts beside its own", () => {
    expect(nearValues("a@b.org", { kind: "Email" })).toContain("a@xb.org");
  });
});
