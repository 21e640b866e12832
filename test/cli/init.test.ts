import { describe, expect, it } from "vitest";
import { initTemplate } from "../../src/cli/init-template.js";
import { polc } from "./memory-host.js";

const paths = initTemplate.map(({ path }) => `new/${path}`);

describe("polc init", () => {
  it("writes a policy set that checks, passes its tests, is formatted and allows its request", async () => {
    const { code, stdout, files } = await polc(["init", "new"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: paths.map((path) => `${path}\n`).join("") });
    expect(Object.keys(files)).toEqual(paths);
    expect(await polc(["check", "--strict", "new"], { files })).toMatchObject({ code: 0, stdout: "" });
    expect(await polc(["test", "--runs", "20", "new"], { files })).toMatchObject({ code: 0 });
    expect(await polc(["fmt", "--check", "new"], { files })).toMatchObject({ code: 0 });
    expect(await polc(["eval", "new", "new/request.json"], { files })).toMatchObject({ code: 0 });
  });

  it("overwrites nothing", async () => {
    const files = { [paths[1] ?? ""]: "mine" };
    const result = await polc(["init", "new"], { files });
    expect(result).toMatchObject({ code: 2, stdout: "", files });
    expect(result.stderr).toContain(`error[POL4005]: \`${paths[1]}\` is not written: it exists`);
  });
});
