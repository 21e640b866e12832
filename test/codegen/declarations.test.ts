import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { typeErrors } from "../type-errors.js";
import { analyticsText, compile } from "./support.js";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What the compiler says of a program that imports the module's types; empty if it is content. */
function errorsOf(policies: string, program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "polc-types-"));
  folders.push(folder);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "policy.d.ts"), compile(policies).declarations);
  writeFileSync(join(folder, "program.ts"), program);
  const options = [
    "--exactOptionalPropertyTypes",
    "--target",
    "es2022",
    // Decision modules need the language and nothing else.
    "--lib",
    "es2022",
  ];
  const resolution = ["--module", "nodenext", "--moduleResolution", "nodenext", "--types", ""];
  return typeErrors(folder, [...options, ...resolution, "program.ts"]);
}

describe("the declarations of the example", () => {
  it("take what is right and refuse what is wrong", () => {
    const program = `
      import { allows, decide, type Decision, mayAllow, policySet, type Problem, type Request, validate } from "./policy.js";

      const request: Request = {
        subject: { type: "User", id: "alice", properties: { team: "sales" } },
        actor: { type: "Agent", id: "bot-7", properties: { team: "sales" } },
        action: { name: "postgres.query", properties: { table: "sales_2026", columns: ["id"], limit: 10 } },
        resource: { type: "Database", id: "prod" },
        context: { ip: "10.2.3.4", now: "2026-11-21T10:00:00Z" },
      };
      const user = { type: "User", id: "alice" } as const;
      const resource = { type: "Database" } as const;
      export const allowed: boolean = allows(request);
      export const decision: Decision = decide(request);
      export const problems: readonly Problem[] = validate(JSON.parse("{}"));
      export const maybe: boolean = mayAllow({ subject: user, action: { name: "postgres.drop_table" } });
      export const reads: readonly string[] = policySet.actions["postgres.query"].reads.actor;

      // @ts-expect-error an argument that is misspelt
      allows({ subject: user, action: { name: "postgres.explain", properties: { tabel: "x" } }, resource });
      allows({
        subject: user,
        // @ts-expect-error an argument that is not declared
        action: { name: "postgres.explain", properties: { table: "x", limit: 1 } },
        resource,
      });
      // @ts-expect-error an argument of the wrong type
      allows({ subject: user, action: { name: "postgres.explain", properties: { table: 5 } }, resource });
      // @ts-expect-error an action that is not declared
      allows({ subject: user, action: { name: "postgres.explode", properties: { table: "x" } }, resource });
      // @ts-expect-error a resource of the wrong type
      allows({ subject: user, action: { name: "postgres.explain", properties: { table: "x" } }, resource: user });
      // @ts-expect-error a subject that is no principal
      allows({ subject: { type: "Database", id: "1" }, action: { name: "postgres.explain", properties: { table: "x" } }, resource });
      // @ts-expect-error no attribute that rules read
      allows({ ...request, actor: { type: "Agent", id: "bot-7" } });
      // @ts-expect-error no context, which rules read
      allows({ subject: user, actor: { type: "Agent", id: "b", properties: { team: "sales" } }, action: request.action, resource });
    `;
    expect(errorsOf(analyticsText, program)).toBe("");
  });
});

it("declarations type every kind of value, and any name", () => {
  const policies = `
    principal User in Team { "__proto__"?: String | null, readonly: Bool }
    entity Team { "a b": Int }
    action call(id: "x" | "y", list: List<"a" | "b">, map: Map<Int>, nested: { at: Time, more?: { ip: Ip }, ... }, who: User | Team, json: Json, maybe: Url | null, "*/"?: Path, ...) on User, Team
    action "constructor"
    context { "x-y": { deep: List<List<Duration>> } }
    policy p {
      rule a  allow User in Team("t") to call on Team, User  when context."x-y".deep.length > 0 and args.who.id == "1"
      rule b  allow User to "constructor"
    }`;
  const program = `
    import { allows, mayAllow, type Actions, type Context, type Entities } from "./policy.js";
    export const args: Actions["call"] = {
      id: "x", list: ["a", "b"], map: { any: 1 }, nested: { at: "2026-01-01T00:00:00Z", extra: true }, who: { type: "Team", id: "t", properties: { "a b": 1 } },
      json: [null], maybe: null, other: 1,
    };
    export const context: Context = { "x-y": { deep: [["PT1S"]] } };
    export const team: Entities["Team"] = { "a b": 1 };
    allows({ subject: { type: "User", id: "u", ancestors: [{ type: "Team", id: "t" }] }, action: { name: "call", properties: args }, resource: { type: "Team" }, context });
    allows({ subject: { type: "User", id: "u" }, action: { name: "constructor" } });
    mayAllow({ subject: { type: "User", id: "u" }, action: { name: "call" }, resource: { type: "Team" } });
    // @ts-expect-error no ancestors, which rules test
    allows({ subject: { type: "User", id: "u" }, action: { name: "call", properties: args }, resource: { type: "Team" }, context });
    // @ts-expect-error not one of the texts
    export const wrong: Actions["call"]["id"] = "z";
  `;
  expect(errorsOf(policies, program)).toBe("");
});

it("declarations of a policy set with nothing in it are types all the same", () => {
  const program = `
    import { type Request, validate } from "./policy.js";
    export const none: Request[] = [];
    validate({});
  `;
  expect(errorsOf("", program)).toBe("");
});

it("declarations let mayAllow take what the other functions take, where nobody acts for anybody", () => {
  const policies = `
    principal User { admin: Bool }
    entity Document
    action read on Document
    policy p {
      rule r
        allow User to read
        when principal.admin
    }
  `;
  const program = `
    import { allows, mayAllow, type Request } from "./policy.js";
    export const either = (request: Request): boolean => mayAllow(request) && allows(request);
  `;
  expect(errorsOf(policies, program)).toBe("");
});
