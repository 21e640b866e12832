import { describe, expect, it } from "vitest";
import { readDecisionModule } from "../../../src/adapters/enforcement.js";
import { exampleArguments } from "../../../src/adapters/mcp/example-arguments.js";
import { compile } from "../../codegen/support.js";
import { createGuarded } from "./guarded.js";

const policy = `
principal User
type Edit = { from: String, mode: "add" | "remove", at?: Time }
action files.everything(
  path: Path, url: Url, host: Host, email: Email, time: Time, date: Date, wait: Duration, ip: Ip, block: Cidr,
  flag: Bool, count: Int in 3..9, ratio: Number in 0..1, name: String length 5..10, kind: "b" | "a",
  edits: List<Edit> length 2.., tags: List<String>, more: Map<Int>, "odd/name~": String, any_json: Json,
)
action files.coded(code: String matches /[a-z]{3}/)
action files.wipe(path: Path, force: Bool)
action files.read(path: Path)

policy p {
  rule reads allow User to files.read
  rule wiping deny User to files.wipe because "Nothing is wiped."
}
`;

const module = readDecisionModule(compile(policy).module);

function examplesFor(name: string) {
  return exampleArguments(module, { subject: { type: "User", id: "mara" }, action: { name } });
}

describe("arguments that are made up", () => {
  it("are of every type that can be declared", () => {
    const args = examplesFor("files.everything");
    expect(args).toMatchObject({
      count: 3,
      name: "xxxxx",
      edits: [
        { from: "x", mode: "add" },
        { from: "x", mode: "add" },
      ],
      "odd/name~": "x",
    });
    const request = {
      subject: { type: "User", id: "mara" },
      action: { name: "files.everything", properties: args },
    };
    expect(module.validate(request)).toEqual([]);
  });

  it("are none where none come to mind, or the action is nobody's", () => {
    expect(examplesFor("files.coded")).toBeUndefined();
    expect(examplesFor("files.unknown")).toBeUndefined();
  });

  it("tell why a tool is not listed", async () => {
    const tools = ["wipe", "read", "coded"].map((name) => ({ name, inputSchema: { type: "object" } }));
    const guarded = createGuarded({ policy, tools });
    await guarded.ask("tools/list");
    expect(guarded.lines).toMatchObject([
      {
        tool: "wipe",
        reason: "denied_by_rule",
        rules: { subject: ["p.wiping"] },
        because: ["Nothing is wiped."],
      },
      { tool: "coded", reason: "invalid_request" },
    ]);
    expect(guarded.lines[0]?.note).toContain("these arguments are made up");
  });
});
