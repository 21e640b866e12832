import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskHost } from "../../src/disk/disk-host.js";
import { temporaryFolder } from "./temporary-folder.js";

const host = diskHost();
const folder = temporaryFolder();
const { write } = folder;

describe("readPolicySet", () => {
  it("reads every .pol file, sorted by path, with forward slashes", async () => {
    for (const path of ["b.pol", "a/z.pol", "a.pol", "a/b/c.pol", "B.pol", "notes.md", "a/pol"]) write(path);
    expect(await host.readPolicySet(folder.path)).toEqual(
      ["B.pol", "a.pol", "a/b/c.pol", "a/z.pol", "b.pol"].map((path) => ({ path, text: path })),
    );
  });

  it("passes over node_modules and names with a leading dot", async () => {
    for (const path of ["a.pol", "node_modules/b.pol", ".git/c.pol", ".d.pol", "e/node_modules/f.pol"])
      write(path);
    expect((await host.readPolicySet(folder.path)).map(({ path }) => path)).toEqual(["a.pol"]);
  });

  it("takes one file for a policy set", async () => {
    expect(await host.readPolicySet(write("folder/one.pol"))).toEqual([
      { path: "one.pol", text: "folder/one.pol" },
    ]);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await host.readPolicySet(join(folder.path, "missing"))).toEqual([]);
    expect(await host.readPolicySet(folder.path)).toEqual([]);
  });

  it("follows links, through loops too, and reads each file once", async () => {
    write("a/one.pol");
    write("b/two.pol");
    symlinkSync(folder.path, join(folder.path, "a/loop"));
    symlinkSync(join(folder.path, "b"), join(folder.path, "a/link"));
    symlinkSync(join(folder.path, "a/one.pol"), join(folder.path, "same.pol"));
    const paths = (await host.readPolicySet(folder.path)).map(({ path }) => path);
    expect(paths).toEqual(["b/two.pol", "same.pol"]);
  });

  it("says so where a file cannot be read", async () => {
    symlinkSync(join(folder.path, "nowhere"), join(folder.path, "dangling.pol"));
    symlinkSync(join(folder.path, "nowhere"), join(folder.path, "other"));
    expect(await host.readPolicySet(folder.path)).toEqual([
      { path: "dangling.pol", text: "", problem: { kind: "unreadable", reason: "it is a link to nothing" } },
    ]);
  });

  it("keeps a byte order mark for the lexer", async () => {
    write("a.pol", "\ufeffpolicy");
    expect(await host.readPolicySet(folder.path)).toEqual([{ path: "a.pol", text: "\ufeffpolicy" }]);
  });

  it("finds the place that is not UTF-8, after replacement characters that are meant", async () => {
    write(
      "a.pol",
      Buffer.concat([Buffer.from("é \ufffd \ufffd"), Buffer.from([0xff]), Buffer.from("\ufffd")]),
    );
    const [file] = await host.readPolicySet(folder.path);
    expect(file).toMatchObject({ path: "a.pol", problem: { kind: "not-utf8", offset: 5 } });
  });
});

describe("readBeside", () => {
  it("reads a file by its path from the policy set, be it a folder or a file", async () => {
    write("set/a.pol");
    write("set/schemas/order.json", "{}");
    write("latin1.json", Uint8Array.from([0xff]));
    expect(await host.readBeside(join(folder.path, "set"), "schemas/order.json")).toBe("{}");
    expect(await host.readBeside(join(folder.path, "set/a.pol"), "schemas/order.json")).toBe("{}");
    expect(await host.readBeside(join(folder.path, "set"), "missing.json")).toBeUndefined();
    expect(await host.readBeside(folder.path, "set")).toBeUndefined();
    expect(await host.readBeside(folder.path, "latin1.json")).toBeUndefined();
  });
});
