import { describe, expect, it } from "vitest";
import { checkedSet, checkTexts, schema } from "./support.js";

const policy = "policy p { rule r allow User to docs.read }";

function codesOfTest(items: string, more = ""): readonly string[] {
  const { diagnostics } = checkTexts([`${schema} ${policy}`, `${more} test "t" {\n${items}\n}`]);
  return diagnostics
    .filter(({ span }) => span.file === "b.pol")
    .map(({ code, message }) => `${code} ${message}`);
}

const call = 'subject User("a") action docs.list { mode: "lazy" }';

describe("tests", () => {
  it.each([
    ["expect allow", "POL2024 a test names its `action`", "POL2024 a test names its `subject`"],
    [`${call}`, "POL2024 a test says what it expects: `expect allow` or `expect deny`"],
    [`${call} expect allow expect deny`, "POL2024 `expect` stands twice in this test"],
    [`${call} subject User("b") expect allow`, "POL2024 `subject` stands twice in this test"],
    [`subject Usr("a") action docs.list expect deny`, "POL2006 there is no entity `Usr`"],
    [`subject ada action docs.list expect deny`, "POL2024 there is no fixture `ada` that is an entity"],
    [
      `subject Team("a") action docs.list expect deny`,
      "POL2024 `Team` is no principal and cannot be the subject",
    ],
    [`subject User("a") action docs.lst expect deny`, "POL2004 there is no action `docs.lst`"],
    [`subject User("a") { teem: "x" } action docs.list expect deny`, "POL2003 `User` has no `teem`"],
    [`subject User("a") action docs.list { mod: "x" } expect deny`, "POL2003 `docs.list` has no `mod`"],
    [`${call} context { ipp: "::1" } expect deny`, "POL2003 `context` has no `ipp`"],
    [`${call} context { task: { nam: "x" } } expect deny`, "POL2003 `task` has no `nam`"],
    [`${call} expect allow by p.q`, "POL2002 there is no rule `p.q`"],
    [`${call} expect deny by invalid_request, p.r`, "POL2024 `invalid_request` stands alone after `by`"],
    [`${call} expect allow obliging lgo`, "POL2002 there is no obligation `lgo`"],
    [
      `${call} given User("a") is viewer of Document("d") expect allow`,
      "POL2003 `Document` has no relation `viewer`",
    ],
  ])("%s", (items, ...found) => {
    expect([...codesOfTest(items)].sort()).toEqual([...found].sort());
  });

  it("lets a test of an invalid request say what nothing declares", () => {
    expect(
      codesOfTest('subject Team("a") action docs.lst { mod: 1 } expect deny by invalid_request'),
    ).toEqual([]);
  });

  it("makes requests of fixtures, overrides and nested values", () => {
    const fixtures = `
      fixture ada = User("ada") in Team("core") { team: "core", role: "admin" }
      fixture office = { ip: "10.0.0.1", region: "eu" }
      const nets = ["10.0.0.0/8"]`;
    const test = `test "t" {
      subject ada { role: "editor", boss: User("eve"), age: null }
      actor Agent("bot") { level: -3 }
      action docs.read { id: "x", limit: 1_0 }
      resource Document() { owner: ada, meta: { "__proto__": "y" } }
      context office { region: "us", networks: nets, task: { name: "n", expires: "2026-01-01T00:00:00Z" } }
      expect deny by no_matching_rule
    }`;
    const set = checkedSet(`${schema} ${policy} ${fixtures} ${test}`);
    expect(JSON.parse(JSON.stringify(set.tests[0]?.request))).toMatchInlineSnapshot(`
      {
        "action": {
          "name": "docs.read",
          "properties": {
            "id": "x",
            "limit": 10,
          },
        },
        "actor": {
          "ancestors": [],
          "id": "bot",
          "properties": {
            "level": -3,
          },
          "type": "Agent",
        },
        "context": {
          "ip": "10.0.0.1",
          "networks": [
            "10.0.0.0/8",
          ],
          "region": "us",
          "task": {
            "expires": "2026-01-01T00:00:00Z",
            "name": "n",
          },
        },
        "resource": {
          "ancestors": [],
          "properties": {
            "meta": {
              "__proto__": "y",
            },
            "owner": {
              "ancestors": [
                {
                  "id": "core",
                  "type": "Team",
                },
              ],
              "id": "ada",
              "properties": {
                "role": "admin",
                "team": "core",
              },
              "type": "User",
            },
          },
          "type": "Document",
        },
        "subject": {
          "ancestors": [
            {
              "id": "core",
              "type": "Team",
            },
          ],
          "id": "ada",
          "properties": {
            "age": null,
            "boss": {
              "ancestors": [],
              "id": "eve",
              "type": "User",
            },
            "role": "editor",
            "team": "core",
          },
          "type": "User",
        },
      }
    `);
  });
});
