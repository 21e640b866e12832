import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy } from "./sample-set.js";

const foreign = policy.replace("principal.team ==", "principal.team ===");
const more = "const spare = 5;\n\naction tickets.archive # later\n";

describe("polc check --fix", () => {
  it("mends the files, says how many mistakes there were, and checks what is there then", async () => {
    const files = { "p/a.pol": foreign, "p/b/c.pol": more };
    const ran = await polc(["check", "--fix", "--no-analysis", "p"], { files });
    expect(ran).toEqual({
      code: 0,
      stdout: "",
      stderr: "p/a.pol: fixed 1 problem\np/b/c.pol: fixed 3 problems\n2 files, 2 rules: no problems\n",
      files: { "p/a.pol": policy, "p/b/c.pol": "\naction tickets.archive // later\n" },
    });
    expect((await polc(["check", "--fix", "--no-analysis", "p"], { files: ran.files })).files).toEqual(
      ran.files,
    );
  });

  it("says so where there is nothing to fix, and leaves what has no certain mend", async () => {
    const files = { "a.pol": policy.replace("principal.team", "principal.teem") };
    const ran = await polc(["check", "--fix", "a.pol"], { files });
    expect(ran).toMatchObject({ code: 1, files, stderr: "nothing to fix\n1 file: 1 error\n" });
    expect(ran.stdout).toContain("error[POL2003]");
  });

  it("leaves a declaration that only what is wrong may use", async () => {
    const files = { "a.pol": `${policy.replace("principal.team", "principal.teem")}const spare = 5\n` };
    expect((await polc(["check", "--fix", "a.pol"], { files })).files).toEqual(files);
  });

  it("prints the text of standard input, and the rest to standard error", async () => {
    const ran = await polc(["check", "--fix", "-"], {
      stdin: foreign.replace("principal.team", "principal.teem"),
    });
    expect(ran).toMatchObject({ code: 1, stdout: policy.replace("principal.team", "principal.teem") });
    expect(ran.stderr).toContain("error[POL2003]");
    expect(ran.stderr).toContain("<stdin>: fixed 1 problem\n");
  });

  it("goes with other formats and with --strict", async () => {
    const files = { "a.pol": `${foreign}context { at: Time }\n` };
    const ran = await polc(["check", "--fix", "--strict", "--format", "json", "a.pol"], { files });
    expect(ran).toMatchObject({ code: 0, stdout: '{"diagnostics":[]}\n' });
    expect(ran.files["a.pol"]).toBe(`${policy}context { at: Time }\n`);
  });

  it("writes nothing where writing fails, and fixes nothing that cannot be read", async () => {
    const files = { "a.pol": foreign };
    const ran = await polc(["check", "--fix", "a.pol"], { files, full: true });
    expect(ran).toMatchObject({ code: 2, files });
    expect(ran.stderr).toContain("error[POL4005]: `a.pol` is not written: no space left on device");
    expect((await polc(["check", "--fix", "nowhere"])).code).toBe(2);
    expect((await polc(["check", "--fix", "-"], { stdin: Uint8Array.from([0xff]) })).code).toBe(1);
  });

  it("reads a JSON Schema that only the mended text names", async () => {
    const files = {
      "p/a.pol": `${policy}type Order = json('order.json')\naction orders.get(order: Order)\n`,
      "p/order.json": JSON.stringify({ type: "string" }),
    };
    expect(await polc(["check", "--fix", "--no-analysis", "p"], { files })).toMatchObject({
      code: 0,
      stdout: "",
    });
  });

  it("keeps CR LF", async () => {
    const files = { "a.pol": foreign.replaceAll("\n", "\r\n") };
    const ran = await polc(["check", "--fix", "a.pol"], { files });
    expect(ran.files["a.pol"]).toBe(policy.replaceAll("\n", "\r\n"));
  });
});
