import { describe, expect, it } from "vitest";
import { requestValidator } from "../codegen/request-validator.js";
import { polc } from "./memory-host.js";
import { policy, request } from "./sample-set.js";

const files = { "p/a.pol": policy };

describe("polc schema", () => {
  it("prints the schema of every request", async () => {
    const { code, stdout, stderr } = await polc(["schema", "p"], { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const schema = JSON.parse(stdout);
    expect(schema.oneOf).toEqual([{ $ref: "#/$defs/tickets.delete" }, { $ref: "#/$defs/tickets.read" }]);
    const accepts = requestValidator(schema);
    expect(accepts(JSON.parse(request("support")))).toBe(true);
    expect(accepts(JSON.parse(request(5)))).toBe(false);
  });

  it("prints that of one action", async () => {
    const { code, stdout } = await polc(["schema", "p", "--action", "tickets.delete"], { files });
    expect(code).toBe(0);
    const accepts = requestValidator(JSON.parse(stdout));
    expect(accepts(JSON.parse(request("support", "tickets.delete")))).toBe(true);
    expect(accepts(JSON.parse(request("support")))).toBe(false);
  });

  it("prints that of an action's arguments", async () => {
    const args = ["schema", "p", "--action", "tickets.delete", "--arguments"];
    expect(await polc(args, { files })).toMatchObject({
      code: 0,
      stdout: `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "The arguments of tickets.delete",
  "type": "object",
  "properties": { "reason": { "type": "string" } },
  "required": ["reason"],
  "additionalProperties": false
}
`,
    });
  });

  it.each([
    ["tickets.reed", "error: there is no action `tickets.reed`; did you mean `tickets.read`?\n"],
    ["mails.send", "error: there is no action `mails.send`\n"],
  ])("refuses the action %s", async (action, stderr) => {
    expect(await polc(["schema", "p", "--action", action], { files })).toMatchObject({
      code: 2,
      stdout: "",
      stderr,
    });
  });

  it("refuses --arguments of no action", async () => {
    const { code, stdout, stderr } = await polc(["schema", "p", "--arguments"], { files });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("`--arguments` needs `--action NAME`");
  });

  it("says so where there is no policy set, or one with errors", async () => {
    expect(await polc(["schema", "nowhere"])).toMatchObject({ code: 2, stdout: "" });
    const broken = { "p/a.pol": policy.replace("Ip", "Ipp") };
    const { code, stdout, stderr } = await polc(["schema", "p"], { files: broken });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error[POL2006]");
  });
});
