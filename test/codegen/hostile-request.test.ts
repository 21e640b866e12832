import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const { module, policySet } = compile(`
  principal User { team: String, tags: List<String>, manager?: User }
  entity Team
  entity Doc in Team { meta: { kind: String, size?: Int }, labels: Map<String> }
  action call(url: Url, when: Time, body: Json, parts: List<{ name: String, ... }>, ...) on Doc
  context { ip: Ip, blocks: List<Cidr> }
  policy p {
    rule ok
      allow User to call on Doc
      when principal.team == "a" and "x" in principal.tags
      when not (principal has manager) or principal.manager.team == "b"
      when resource in Team("t") and resource.meta.kind == "k" and resource.labels has a
      when context.ip in context.blocks and args.url.host == "example.com"
      when any part in args.parts: part.name == "n"
  }`);

/** A valid and allowed request, made anew. */
function valid(): Record<string, unknown> {
  return {
    subject: {
      type: "User",
      id: "u",
      properties: { team: "a", tags: ["x"], manager: { type: "User", id: "m", properties: { team: "b" } } },
    },
    action: {
      name: "call",
      properties: {
        url: "https://example.com/a",
        when: "2026-01-01T00:00:00Z",
        body: { deep: [1, { __proto__: null, a: 1 }] },
        parts: [{ name: "n", more: true }],
        extra: { any: 1 },
      },
    },
    resource: {
      type: "Doc",
      id: "d",
      properties: { meta: { kind: "k" }, labels: { a: "1" } },
      ancestors: [{ type: "Team", id: "t" }],
    },
    context: { ip: "10.0.0.1", blocks: ["10.0.0.0/8"] },
  };
}

/** Every object of a request and one of its keys. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    [...path, key],
    ...places((value as Record<string, unknown>)[key], [...path, key]),
  ]);
}

/** The request with something else at a place. */
function withAt(
  path: readonly string[],
  change: (owner: Record<string, unknown>, key: string) => void,
): unknown {
  const request = valid();
  const owner = path.slice(0, -1).reduce((object, key) => object[key] as Record<string, unknown>, request);
  change(owner, path.at(-1) ?? "");
  return request;
}

const all = places(valid());

function expectSame(makeRequest: () => unknown): void {
  const expected = interpret(policySet, makeRequest());
  const decision = module.decide(makeRequest());
  const plain = ({ problems, ...rest }: typeof decision) => ({
    ...rest,
    problems: problems.map(({ path, kind }) => ({ path, kind })),
  });
  expect(plain(decision)).toEqual(plain(expected));
  expect(module.allows(makeRequest())).toBe(expected.decision);
  expect(module.validate(makeRequest()).map(({ path }) => path)).toEqual(
    expected.problems.map(({ path }) => path),
  );
}

it("the request as it should be is allowed", () => {
  expectSame(valid);
  expect(module.allows(valid())).toBe(true);
  expect(module.mayAllow(valid())).toBe(true);
});

describe("at every place of a request", () => {
  const huge = new Array(1_000_001);
  const values: readonly [string, () => unknown][] = [
    ["undefined", () => undefined],
    ["null", () => null],
    ["a number", () => 1],
    ["NaN", () => Number.NaN],
    ["-0", () => -0],
    ["2^53", () => 2 ** 53],
    ["a bigint", () => 10n],
    ["a symbol", () => Symbol("s")],
    ["a function", () => () => true],
    ["a lone surrogate", () => "\ud800"],
    ["an empty text", () => ""],
    ["a boxed text", () => Object("a")],
    ["an array", () => ["a"]],
    ["an array with holes", () => new Array(3)],
    ["a huge array", () => huge],
    ["an array-like", () => ({ length: 1, 0: "x" })],
    ["a Date", () => new Date()],
    ["a Map", () => new Map([["team", "a"]])],
    [
      "a class's instance",
      () =>
        new (class User {
          team = "a";
        })(),
    ],
    ["an object that inherits everything", () => Object.create(valid())],
    [
      "a proxy that throws",
      () =>
        new Proxy(
          {},
          { get: () => fail(), getPrototypeOf: () => fail(), ownKeys: () => fail(), has: () => fail() },
        ),
    ],
    ["a revoked proxy", () => revoked()],
    ["itself, in a circle", () => circle()],
  ];
  it.each(values)("%s does not throw, and is decided as the interpreter does", (_name, make) => {
    for (const path of all)
      expectSame(() => withAt(path, (owner, key) => Object.assign(owner, { [key]: make() })));
    expectSame(make);
  });

  it("an own `__proto__` or an undeclared member is seen for what it is", () => {
    for (const path of all) {
      for (const name of ["__proto__", "constructor", "extra", "a/b~c"]) {
        expectSame(() =>
          withAt([...path, name], (owner) => {
            if (typeof owner === "object" && owner !== null && !Array.isArray(owner)) {
              Object.defineProperty(owner, name, { value: "x", enumerable: true, configurable: true });
            }
          }),
        );
      }
    }
  });

  it("a getter is called once at most, and what it gives then is what is judged and returned", () => {
    for (const path of all) {
      let reads = 0;
      const request = withAt(path, (owner, key) => {
        const honest = owner[key];
        Object.defineProperty(owner, key, {
          enumerable: true,
          get: () => (reads++ === 0 ? honest : "changed"),
        });
      });
      expect(module.allows(request), path.join("/")).toBe(true);
      expect(reads, path.join("/")).toBeLessThanOrEqual(1);
    }
  });

  it("a getter that throws does so whether or not its member is needed", () => {
    for (const member of ["subject", "actor", "action", "resource", "context"]) {
      const request = { ...valid(), action: "none at all" };
      Object.defineProperty(request, member, {
        enumerable: true,
        get() {
          throw new Error("hostile getter");
        },
      });
      expect(module.decide(request)).toEqual(interpret(policySet, request));
      expect(module.decide(request).problems).toEqual([{ path: "", kind: "invalid", expected: "a request" }]);
    }
  });

  it("a getter that throws makes the request invalid, whole", () => {
    for (const path of all) {
      const request = withAt(path, (owner, key) => {
        Object.defineProperty(owner, key, { enumerable: true, get: () => fail() });
      });
      if (!path.includes("id") || path.length < 3) expect(module.allows(request)).toBe(false);
      expect(module.validate(request)).toEqual([{ path: "", kind: "invalid", expected: "a request" }]);
    }
  });
});

describe("a record that is unlike others", () => {
  /** The request as another realm would parse it. */
  const foreign = (): unknown => runInNewContext(`(${JSON.stringify(valid())})`);

  it("of another realm is read as one of this is", () => {
    expectSame(foreign);
    expect(module.allows(foreign())).toBe(true);
  });

  it("of another realm, polluted, has nothing but its own", () => {
    const polluted = (path: readonly string[]) => () => {
      const request = foreign() as Record<string, unknown>;
      const owner = path
        .slice(0, -1)
        .reduce((object, key) => object[key] as Record<string, unknown>, request);
      const key = path.at(-1) ?? "";
      const prototype = Object.getPrototypeOf(request) as object;
      Object.defineProperty(prototype, key, { value: owner[key], enumerable: true });
      Reflect.deleteProperty(owner, key);
      return request;
    };
    for (const path of all) expectSame(polluted(path));
  });

  it("inherits nothing that counts from a record without prototype", () => {
    for (const path of all) {
      expectSame(() =>
        withAt(path, (owner, key) => {
          if (Array.isArray(owner)) return;
          const inherited = Object.assign(Object.create(null), { [key]: owner[key] });
          Reflect.deleteProperty(owner, key);
          Reflect.setPrototypeOf(owner, inherited);
        }),
      );
    }
  });

  it("is a proxy, and is taken at its word, once", () => {
    for (const path of all) {
      const makeRequest = () =>
        withAt(path, (owner, key) => {
          const value = owner[key];
          if (typeof value === "object" && value !== null) owner[key] = new Proxy(value, {});
        });
      expectSame(makeRequest);
      expect(module.allows(makeRequest()), path.join("/")).toBe(true);
      expectSame(() =>
        withAt(path, (owner, key) => {
          const value = owner[key];
          if (typeof value !== "object" || value === null) return;
          owner[key] = new Proxy(value, { get: () => "said" });
        }),
      );
    }
  });

  it("is a list with a hole, or with an element that it inherits", () => {
    const lists = all.filter((path) => path.at(-1) === "0");
    expect(lists.length).toBeGreaterThan(2);
    for (const path of lists) {
      expectSame(() => withAt(path, (owner, key) => Reflect.deleteProperty(owner, key)));
      expectSame(() =>
        withAt(path, (owner, key) => {
          Reflect.setPrototypeOf(owner, { [key]: owner[key] });
          Reflect.deleteProperty(owner, key);
        }),
      );
    }
  });

  it("changes a list after it was read, which changes nothing", () => {
    const request = valid() as { subject: { properties: { tags: string[] } }; context: object };
    const { tags } = request.subject.properties;
    Object.defineProperty(request.context, "ip", {
      enumerable: true,
      get: () => {
        tags.length = 0;
        return "10.0.0.1";
      },
    });
    expect(module.allows(request)).toBe(true);
    expect(tags).toEqual([]);
  });
});

describe("with Array.prototype polluted", () => {
  afterEach(() => {
    Reflect.deleteProperty(Array.prototype, "0");
  });

  it("a list has its own elements, and a hole stays one", () => {
    const holes = { ...valid(), context: { ip: "10.0.0.1", blocks: new Array(1) } };
    Object.defineProperty(Array.prototype, "0", { value: "10.0.0.0/8", configurable: true, writable: true });
    const answers = [module.allows(valid()), module.allows(holes), module.decide(holes).reason];
    Reflect.deleteProperty(Array.prototype, "0");
    expect(answers).toEqual([true, false, "invalid_request"]);
  });
});

describe.each([
  ["for all to see", true],
  ["in secret", false],
])("with Object.prototype polluted %s", (_name, enumerable) => {
  const names = [
    "subject",
    "actor",
    "properties",
    "team",
    "id",
    "type",
    "on",
    "because",
    "toJSON",
    "undefined",
    "size",
  ];
  afterEach(() => {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  });

  it("nothing is read of it", () => {
    const decisions = new Map(
      all.map((path) => [
        path,
        module.decide(withAt(path, (owner, key) => Reflect.deleteProperty(owner, key))),
      ]),
    );
    for (const name of names)
      Object.defineProperty(Object.prototype, name, {
        value: valid()[name] ?? "a",
        configurable: true,
        enumerable,
        writable: true,
      });
    const polluted = new Map(
      [...decisions].map(([path]) => [
        path,
        module.decide(withAt(path, (owner, key) => Reflect.deleteProperty(owner, key))),
      ]),
    );
    const allowed = module.allows(valid());
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    expect(allowed).toBe(true);
    for (const [path, decision] of decisions) expect(polluted.get(path)?.decision).toBe(decision.decision);
  });
});

it("what is returned is a copy: changing the request later changes no decision", () => {
  const request = valid();
  const { args } = module.decide(request);
  (
    (request.action as { properties: { parts: { name: string }[] } }).properties.parts[0] as { name: string }
  ).name = "changed";
  expect(args).toMatchObject({
    parts: [{ name: "n", more: true }],
    when: "2026-01-01T00:00:00Z",
    url: "https://example.com/a",
    extra: { any: 1 },
  });
});

function fail(): never {
  throw new Error("hostile");
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function circle(): object {
  const object: Record<string, unknown> = {};
  object.self = object;
  object.properties = object;
  return object;
}
