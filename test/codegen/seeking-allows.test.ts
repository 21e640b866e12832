import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const { module, policySet, code } = compile(`
  principal User in Team, Unit { roles: List<String> length 0..4, level: Int, ranks: List<"gold" | "iron"> }
  entity Team
  entity Unit
  action read(path: String)
  action write(path: String)
  action sign()
  action promote()
  policy p {
    rule readers   allow User to read when "reader" in principal.roles
    rule editors   allow User to read when "editor" in principal.roles or principal.level > 8
    rule team      allow User in Team("a") to read
    rule unit      allow User in Unit("a") to read unless "guest" in principal.roles
    rule suspended deny User to read when "suspended" in principal.roles
    rule writers   allow User to write when "editor" in principal.roles and args.path like "/srv/*"
    rule number    allow User to write when "reader" in principal.roles and (any role in principal.roles: role like "s*")
    rule anybody   allow User to sign
    rule nobody    deny User to sign when "suspended" in principal.roles
    rule golden    allow User to promote when "gold" in principal.ranks
    rule chosen    allow User to promote when "reader" in principal.roles
    rule trusted   allow User to promote when "ops" in principal.roles
    rule barred    deny User to promote when "suspended" in principal.roles
  }`);

function request(
  action: string,
  roles: unknown,
  ancestors: unknown = [],
  level: unknown = 1,
  ranks: unknown = ["iron"],
): object {
  const args = action === "sign" || action === "promote" ? {} : { path: "/srv/a" };
  const subject = { type: "User", id: "u", properties: { roles, level, ranks }, ancestors };
  return { subject, action: { name: action, properties: args } };
}

function expectSame(make: () => unknown): void {
  const { decision } = interpret(policySet, make());
  expect(module.allows(make()), JSON.stringify(make())).toBe(decision);
  expect(module.decide(make()).decision).toBe(decision);
}

const actions = ["read", "write", "sign", "promote"];

/** Lists of texts, and what is none. */
const lists: readonly (() => unknown)[] = [
  () => [],
  () => ["reader"],
  () => ["other", "editor"],
  () => ["reader", "suspended"],
  () => ["suspended"],
  () => ["guest", "other"],
  () => ["reader", "other", "editor"],
  () => ["a", "b", "c", "d", "reader"],
  () => ["reader", "\ud800"],
  () => ["ops", "reader", ""],
  () => ["ops", "\ud800"],
  () => ["opt", "ips", "oops"],
  () => ["reader", 1],
  () => ["reader", null],
  () => ["reader", ["editor"]],
  () => "reader",
  () => null,
  () => undefined,
  () => ({ 0: "reader", length: 1 }),
  () => new Array(1),
  () => ["reader", ...new Array(1)],
  () => runInNewContext(`["reader"]`),
  () => runInNewContext(`["reader", 1]`),
  () => Object.setPrototypeOf(["reader"], null),
  () => new Proxy(["reader"], {}),
  () => new Proxy(["reader"], { get: (list, key) => (key === "length" ? 0.5 : Reflect.get(list, key)) }),
  () => new Proxy(["reader"], { get: (list, key) => (key === "length" ? -1 : Reflect.get(list, key)) }),
  () => Object.defineProperty(["other"], 0, { get: () => "reader" }),
];

/** What lies above a user, and what does not. */
const groups: readonly (() => unknown)[] = [
  () => [],
  () => [{ type: "Team", id: "a" }],
  () => [{ type: "Unit", id: "a" }],
  () => [
    { type: "Team", id: "b" },
    { type: "Other", id: "a" },
    { type: "Unit", id: "a", extra: 1 },
  ],
  () => [{ type: "Team", id: "a" }, { type: "Team" }],
  () => [
    { type: "Team", id: "a" },
    { type: 1, id: "a" },
  ],
  () => [
    { type: "Team", id: "a" },
    { type: "\ud800", id: "a" },
  ],
  () => [{ type: "Team", id: "a" }, "Team"],
  () => [{ __proto__: null, type: "Team", id: "a" }],
  () => [Object.create({ type: "Team", id: "a" })],
  () => runInNewContext(`[{ type: "Team", id: "a" }]`),
  () => new Array(1),
  () => ({}),
  () => undefined,
  () => [
    Object.defineProperty({ type: "Team" }, "id", {
      get() {
        throw new Error("no id");
      },
    }),
  ],
];

describe("rules that look for constants in lists", () => {
  it("look through each list once, while it is read", () => {
    expect(code).toContain("let list = subject_properties.roles;");
    expect(code).toContain("let list = subject.ancestors;");
  });

  it.each(actions)("decide as the interpreter does, whatever the lists of a request to %s", (action) => {
    for (const roles of lists) expectSame(() => request(action, roles()));
    for (const ancestors of groups) {
      expectSame(() => request(action, ["other"], ancestors()));
      expectSame(() => request(action, ["guest"], ancestors()));
    }
    for (const level of [1, 9, "9"]) expectSame(() => request(action, ["other"], [], level));
    for (const ranks of [["gold"], ["iron", "gold"], ["gold", "lead"], ["gold", 1], []])
      expectSame(() => request(action, ["other"], [], 1, ranks));
  });

  it("read each element once", () => {
    const reads: string[] = [];
    const list = new Proxy(["other", "reader"], {
      get: (target, key) => {
        if (key !== "length") reads.push(String(key));
        return Reflect.get(target, key);
      },
    });
    expect(module.allows(request("read", list))).toBe(true);
    expect(reads).toEqual(["0", "1"]);
  });
});

describe("what no rule allows", () => {
  it("is not looked at any further", () => {
    const denied = request("read", ["other"]) as { action: { properties: object } };
    const counted: string[] = [];
    denied.action.properties = new Proxy(denied.action.properties, {
      get: (target, key) => {
        counted.push(String(key));
        return Reflect.get(target, key);
      },
    });
    expect(module.allows(denied)).toBe(false);
    expect(counted).toEqual([]);
  });

  it("is not allowed by what is wrong elsewhere, nor is what is allowed", () => {
    for (const roles of [["reader"], ["other"]]) {
      const good = request("read", roles) as Record<string, Record<string, unknown>>;
      for (const [part, key, value] of [
        ["action", "properties", { path: "/srv/a", more: 1 }],
        ["action", "properties", { path: 1 }],
        ["action", "properties", undefined],
        ["subject", "id", ""],
        ["subject", "id", 1],
        ["subject", "type", "Team"],
      ] as const) {
        expectSame(() => ({ ...good, [part]: { ...good[part], [key]: value } }));
      }
      expectSame(() => ({ ...good, more: 1 }));
      expectSame(() => ({ ...good, context: [] }));
    }
  });
});

describe("with Array.prototype polluted", () => {
  afterEach(() => {
    Reflect.deleteProperty(Array.prototype, "0");
  });

  it("a hole is no element", () => {
    Object.defineProperty(Array.prototype, "0", { value: "reader", configurable: true, writable: true });
    const answers = [
      module.allows(request("read", new Array(1))),
      module.allows(request("read", ["reader"])),
    ];
    Reflect.deleteProperty(Array.prototype, "0");
    expect(answers).toEqual([false, true]);
  });
});
