import { describe, expect, it } from "vitest";
import type { Secrets } from "../../src/runtime/secrets.js";
import { compile } from "./support.js";

/** What the module of a policy set says of what logs may show. */
function secretsIn(policies: string): Secrets | undefined {
  return (compile(policies).module.policySet as { secrets?: Secrets }).secrets;
}

const rules = "policy p { rule a allow User to send }";

describe("what a module says of secrets", () => {
  it("is nothing where there are none, in its types too", () => {
    const { code, declarations } = compile(
      `principal User { team: String }\naction send(to: Email)\n${rules}`,
    );
    expect(code).not.toContain("secrets");
    expect(declarations).not.toContain("Secrets");
  });

  it("is of every place that is declared", () => {
    const text = `
      type Login = { name: String, password: String secret, ... }
      principal User { team: String, "__proto__"?: String secret, boss?: User }
      entity Vault { keys: Map<String secret>, all: List<Login> secret }
      action send(to: List<Email>, login: Login, whole?: Login secret, any?: Json, who: User | Vault), list
      context { now: Time, pin?: String secret }
      ${rules}`;
    expect(secretsIn(text)).toEqual({
      entities: {
        User: { team: "scalar", ["__proto__"]: "secret", boss: "entity" },
        Vault: { keys: { map: "secret" }, all: "secret" },
      },
      actions: {
        send: {
          to: { list: "scalar" },
          login: { record: { name: "scalar", password: "secret" } },
          whole: "secret",
          any: "json",
          who: "entity",
        },
        list: {},
      },
      context: { now: "scalar", pin: "secret" },
      obligations: {},
      remedies: {},
    });
    expect(compile(text).declarations).toContain("readonly secrets: Secrets;");
  });

  it.each([
    ["it as it is", "args.key"],
    ["a text made of it", "lower(args.key)"],
    ["what a definition makes of it", "trimmed(args.key)"],
    ["what stands in for it", 'if args.key == "x" then "y" else "z"'],
    ["what a definition reads of it", "pin(principal.boss)"],
    ["what is known of it", 'if args.key == "x" then args.key else "z"'],
    ["a part of it", "args.url.path"],
    ["something in it", "args.holder.pin"],
    ["what is secret of another", "principal.boss.pin"],
  ])("is that an argument is secret if some rule makes it of a secret: %s", (_, expression) => {
    const text = `
      type Holder = { pin: String secret }
      principal User { boss: User, pin: String secret }
      action send(key: String secret, url: Url secret, holder: Holder, note: String)
      obligation mark(text: String, other: String)
      remedy code(of: String, in: String) = false
      def trimmed(text: String) = lower(text)
      def pin(user: User) = user.pin
      policy p {
        rule a allow User to send
        rule b oblige User to send with mark(text: args.note, other: args.note)
        rule c oblige User to send with mark(text: ${expression}, other: "no")
        rule d deny User to send when args.note == "x" unless code(of: ${expression}, in: args.note)
      }`;
    const { obligations, remedies } = secretsIn(text) ?? {};
    expect(obligations).toEqual({ mark: { text: "secret", other: "json" } });
    expect(remedies).toEqual({ code: { of: "secret", in: "json" } });
  });

  it("is that an argument is secret if the obligation says so", () => {
    const text = `principal User\naction send\nobligation use(token: String secret, of: String)\n${rules}`;
    expect(secretsIn(text)?.obligations).toEqual({ use: { token: "secret", of: "json" } });
  });

  it("is frozen, and in large sets too", () => {
    const many = Array.from(
      { length: 220 },
      (_, index) => `rule r${index} allow User to send when args.key == "${index}"`,
    );
    for (const policy of [rules, `policy p {\n${many.join("\n")}\n}`]) {
      const secrets = secretsIn(`principal User\naction send(key: String secret)\n${policy}`);
      expect(secrets?.actions).toEqual({ send: { key: "secret" } });
      expect(Object.isFrozen(secrets?.actions.send)).toBe(true);
    }
  });
});
