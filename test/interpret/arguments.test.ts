import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { policySetOf } from "./policy-set.js";

const set = policySetOf(`
  principal User in Team { level: Int, note?: String }
  entity Team
  obligation tell(t?: Time, d?: Date, w?: Duration, ip?: Ip, net?: Cidr, url?: Url, path?: Path, who?: User, n?: Int, list?: List<Time>)
  action scalars(t: Time, d: Date, w: Duration, ip: Ip, net: Cidr, url: Url, host: Host, mail: Email, path: Path, n: Int, x: Number, b: Bool)
  action shapes(list: List<Ip>, map: Map<Path>, record: { p: Path, q?: Int, r: Int | null }, open: { a: Int, ... }, who: User, some: User, j: Json)
  action absent(a?: Int, b: Int | null, c?: Int | null)
  action rest(b: Path, a: Int, ...)
  policy p {
    rule a allow User to anything
    rule b deny User to shapes when args.who.level < 0 or args.some in Team("t")
    rule o oblige User to scalars
      with tell(t: args.t, d: args.d, w: args.w + 1s, ip: args.ip, net: args.net, url: args.url, path: args.path, who: principal, n: args.n - 3,
        list: [args.t, args.t + 1h])
  }
`);

function decide(name: string, properties: object) {
  return interpret(set, {
    subject: { type: "User", id: "ann", properties: { level: 1 } },
    action: { name, properties },
  });
}

const scalars = {
  t: "2026-11-21T12:00:00.500+02:00",
  d: "2026-11-21",
  w: "PT90M",
  ip: "::ffff:10.0.0.1",
  net: "::ffff:10.0.0.0/104",
  url: "HTTPS://Example.com.:443",
  host: "Example.com.",
  mail: "Ann@Example.com",
  path: "/a/./b/../c/",
  n: 3,
  x: -0,
  b: false,
};

describe("the arguments in a decision", () => {
  it("are in plain form; times, dates and durations as they were written", () => {
    expect(decide("scalars", scalars).args).toEqual({
      ...scalars,
      ip: "10.0.0.1",
      net: "10.0.0.0/8",
      url: "https://example.com/",
      host: "example.com",
      mail: "Ann@example.com",
      path: "/a/c",
      x: 0,
    });
  });

  it("are so at every depth, entities with what was checked of them", () => {
    const properties = {
      list: ["::ffff:1.2.3.4", "::0"],
      map: JSON.parse('{"k": "/a//b", "__proto__": "/x/.."}'),
      record: { p: "/x/", r: null },
      open: { a: 1, z: [{ b: null }], y: undefined },
      who: { type: "User", id: "bob", properties: { level: 2, note: 1, other: 1 }, ancestors: "unread" },
      some: {
        type: "User",
        id: "eve",
        properties: "unread",
        ancestors: [{ type: "Team", id: "x", more: 1 }],
      },
      j: { a: [1, "x"] },
    };
    const { args } = decide("shapes", properties);
    expect(args).toEqual({
      list: ["1.2.3.4", "::"],
      map: JSON.parse('{"k": "/a/b", "__proto__": "/"}'),
      record: { p: "/x", r: null },
      open: { a: 1, z: [{ b: null }] },
      who: { type: "User", id: "bob", properties: { level: 2 } },
      some: { type: "User", id: "eve", ancestors: [{ type: "Team", id: "x" }] },
      j: { a: [1, "x"] },
    });
  });

  it("are copies", () => {
    const extra = { deep: [1] };
    const decision = decide("rest", { b: "/", a: 1, extra });
    extra.deep.push(2);
    expect(decision.args).toEqual({ b: "/", a: 1, extra: { deep: [1] } });
  });

  it("leave out what is absent, and keep a null that is declared", () => {
    expect(decide("absent", { b: null }).args).toEqual({ b: null });
    expect(decide("absent", { a: null, b: 1, c: null }).args).toEqual({ b: 1, c: null });
    expect(decide("absent", { a: undefined, b: 1, c: undefined }).args).toEqual({ b: 1 });
    expect(Object.keys(decide("absent", { b: 1 }).args ?? {})).toEqual(["b"]);
  });

  it("come in the order of their declaration, then in that of the request", () => {
    expect(Object.keys(decide("rest", { z: 1, a: 1, y: 2, b: "/" }).args ?? {})).toEqual([
      "b",
      "a",
      "z",
      "y",
    ]);
  });

  it("are in a decision that denies, too, but not in one on an invalid request", () => {
    expect(
      interpret(set, {
        subject: { type: "User", id: "ann" },
        action: { name: "absent", properties: { b: 1 } },
      }).args,
    ).toEqual({ b: 1 });
    expect(decide("absent", {})).not.toHaveProperty("args");
  });
});

describe("the arguments of an obligation", () => {
  it("are computed values in JSON form", () => {
    expect(decide("scalars", scalars).obligations).toEqual([
      {
        name: "tell",
        arguments: {
          t: "2026-11-21T10:00:00.500Z",
          d: "2026-11-21",
          w: "PT1H30M1S",
          ip: "10.0.0.1",
          net: "10.0.0.0/8",
          url: "https://example.com/",
          path: "/a/c",
          who: { type: "User", id: "ann" },
          n: 0,
          list: ["2026-11-21T10:00:00.500Z", "2026-11-21T11:00:00.500Z"],
        },
      },
    ]);
  });
});
