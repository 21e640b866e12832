import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret, validateRequest } from "../../src/interpret/interpret.js";
import { policySetOf } from "./policy-set.js";

const set = policySetOf(`
  principal User in Team { level: Int, team: String }
  entity Team
  entity File { owner: User }
  action act(n: Int, path: Path, list: List<String>, who: User, opts: { deep: Bool, ... }, map: Map<Json>) on File
  context { hour: Int, task?: { kind: String } }
  policy p {
    rule a allow User to act on File when principal.level >= 0 and resource.owner == principal and context.hour >= 0
    rule b allow User in Team("t") to act when context has task and context.task.kind like "k*"
    rule c allow User to act when args.who.level > 0 and (any x in args.list: x like "a*")
  }
`);

/** A fresh valid request, allowed. */
function validRequest() {
  return {
    subject: { type: "User", id: "ann", properties: { level: 1 }, ancestors: [{ type: "Team", id: "t" }] },
    action: {
      name: "act",
      properties: {
        n: 1,
        path: "/srv/x",
        list: ["a", "b"],
        who: { type: "User", id: "bob", properties: { level: 2 } },
        opts: { deep: true, more: [1] },
        map: { k: [1] },
      },
    },
    resource: { type: "File", id: "7", properties: { owner: { type: "User", id: "ann" } } },
    context: { hour: 1, task: { kind: "k" } },
  };
}

/** Every record and list in a value, with each of its members. */
function membersOf(value: object): readonly (readonly [object, string])[] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => [
    [value, key] as const,
    ...(typeof member === "object" && member !== null ? membersOf(member) : []),
  ]);
}

/** A request whose every property is a getter that notes its reading. */
function watched(value: unknown, path: string, reads: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  const copy: object = Array.isArray(value) ? [] : {};
  for (const [key, member] of Object.entries(value)) {
    const inner = watched(member, `${path}/${key}`, reads);
    const get = () => {
      reads.push(`${path}/${key}`);
      return inner;
    };
    Object.defineProperty(copy, key, { get, enumerable: true, configurable: true });
  }
  return copy;
}

describe("a hostile request", () => {
  it("(the valid one that it starts from is allowed)", () => {
    expect(interpret(set, validRequest())).toMatchObject({ decision: true, problems: [] });
  });

  it("has each property read once, and unread ones never", () => {
    const reads: string[] = [];
    const request = validRequest();
    Object.assign(request.subject.properties, { team: "unread" });
    expect(interpret(set, watched(request, "", reads)).decision).toBe(true);
    expect([...new Set(reads)]).toHaveLength(reads.length);
    expect(reads).not.toContain("/subject/properties/team");
  });

  it.each(membersOf(validRequest()).map((_, index) => index))(
    "with a getter that throws is invalid (%i)",
    (index) => {
      const request = validRequest();
      const [owner, key] = membersOf(request)[index] ?? [request, "subject"];
      const get = () => {
        throw new Error("no");
      };
      Object.defineProperty(owner, key, { get, enumerable: true });
      expect(interpret(set, request)).toMatchObject({
        decision: false,
        problems: [{ path: "", kind: "invalid" }],
      });
    },
  );

  it("with a proxy whose traps throw is invalid", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(validateRequest(set, proxy)).toMatchObject([{ path: "", kind: "invalid" }]);
    expect(validateRequest(set, { ...validRequest(), context: proxy })).toMatchObject([
      { path: "", kind: "invalid" },
    ]);
  });

  const hostile = fc.oneof(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
    }),
    fc.constantFrom<unknown>(
      undefined,
      null,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      "\ud800",
      Symbol("s"),
      () => true,
      new Proxy([], {}),
      new Array(10),
      JSON.parse('{"__proto__": {"level": 1}}'),
      Object.create({ level: 1, type: "User", id: "ann" }),
      "__proto__",
      "constructor",
    ),
  );

  it("never throws, and is not allowed with a value that is not of its type", () => {
    const places = fc.nat(membersOf(validRequest()).length - 1);
    fc.assert(
      fc.property(places, hostile, (index, value) => {
        const request = validRequest();
        const [owner, key] = membersOf(request)[index] ?? [request, "subject"];
        Object.defineProperty(owner, key, { value, enumerable: true });
        const decision = interpret(set, request);
        expect(decision.reason === "invalid_request").toBe(decision.problems.length > 0);
        expect(validateRequest(set, request)).toEqual(decision.problems);
      }),
      { seed: 20261121, numRuns: 3000 },
    );
  });

  it("does not believe the prototype chain", () => {
    const { subject, ...rest } = validRequest();
    expect(interpret(set, Object.assign(Object.create({ subject }), rest)).decision).toBe(false);
    expect(
      interpret(set, { ...rest, subject: { ...subject, properties: Object.create({ level: 1 }) } }),
    ).toMatchObject({
      problems: [{ path: "/subject/properties", kind: "invalid" }],
    });
  });

  it("with cyclic data is read no deeper than the types say", () => {
    const request = validRequest();
    Object.assign(request.subject, { self: request });
    Object.assign(request.context, { self: request });
    expect(interpret(set, request).decision).toBe(true);
    Object.assign(request.action.properties.opts, { more: request });
    expect(interpret(set, request).problems).toMatchObject([
      { path: "/action/properties/opts/more", kind: "invalid" },
    ]);
  });

  it("with a huge list is refused", () => {
    const request = validRequest();
    request.action.properties.list = new Array(1_000_001).fill("a");
    expect(interpret(set, request).problems).toMatchObject([
      { path: "/action/properties/list", kind: "invalid" },
    ]);
  });
});
