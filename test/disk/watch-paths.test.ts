import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { watchPaths } from "../../src/disk/watch-paths.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
const { write } = folder;

/** What is seen first of what `change` does, as a path below the folder. */
async function seen(changes: AsyncGenerator<string>, change: () => unknown): Promise<string> {
  const next = changes.next();
  change();
  const { value } = await next;
  return String(value).slice(folder.path.length + 1);
}

describe("watchPaths", () => {
  it("tells of policies that are written, at any depth, and of nothing beside them", async () => {
    for (const path of ["policies/a.pol", "policies/deep/b.pol"]) write(path);
    const changes = watchPaths([join(folder.path, "policies")]);
    expect(await seen(changes, () => write("policies/a.pol"))).toBe("policies/a.pol");
    const both = () => {
      write("policies/notes.txt");
      write("policies/deep/b.pol");
    };
    expect(await seen(changes, both)).toBe("policies/deep/b.pol");
    await changes.return(undefined);
  });

  it("looks into folders that come later", async () => {
    write("policies/a.pol");
    const changes = watchPaths([join(folder.path, "policies")]);
    const later = join(folder.path, "policies/later");
    expect(await seen(changes, () => mkdirSync(later))).toBe("policies/later");
    expect(await seen(changes, () => write("policies/later/c.pol"))).toBe("policies/later/c.pol");
    await changes.return(undefined);
  });

  it("misses nothing of what changes while it waits for more", async () => {
    write("policies/a.pol");
    const changes = watchPaths([join(folder.path, "policies")]);
    const first = seen(changes, () => write("policies/first.pol"));
    for (let step = 0; step < 4; step++) {
      write(`policies/${step}.pol`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await first).toBe("policies/first.pol");
    let told = await seen(changes, () => write("policies/last.pol"));
    while (told !== "policies/last.pol") told = await seen(changes, () => {});
    await changes.return(undefined);
  });

  it("sees a file that another one takes the place of", async () => {
    const changes = watchPaths([write("decisions.json")]);
    for (let round = 0; round < 2; round++) {
      write("decisions.json~");
      const replace = () =>
        renameSync(join(folder.path, "decisions.json~"), join(folder.path, "decisions.json"));
      expect(await seen(changes, replace)).toBe("decisions.json");
    }
    await changes.return(undefined);
  });
});
