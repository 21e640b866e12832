import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createDecisionPoint,
  type OpenPolicyOptions,
  openPolicy,
  type PolicyEvent,
  type PolicySource,
} from "../../../src/adapters/enforcement.js";
import { loadModule } from "../../../src/testing/load-module.js";
import { compile } from "../../codegen/support.js";
import { noteRequest, notesText, temporaryFolder } from "./support.js";

const open = compile(notesText);
const shut = compile(notesText.replace('== "docs"', '== "nobody"'));

/** A folder with a policy, opened; what happened to it so far. */
async function opened(text: string | undefined, options?: OpenPolicyOptions) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const path = join(folder, "policy.js");
  if (text !== undefined) writeFileSync(path, text);
  const source = await openPolicy(path, { patience: 0, ...options });
  onTestFinished(async () => source.close());
  const events: PolicyEvent[] = [];
  source.onChange((event) => events.push(event));
  return { folder, path, source, events };
}

function digestOf(source: PolicySource): string | undefined {
  return source.current()?.policySet.digest;
}

describe("a policy in a file", () => {
  it("is loaded, and again when it is another one", async () => {
    const { path, source, events } = await opened(open.code);
    expect(digestOf(source)).toBe(open.policySet.digest);
    writeFileSync(path, shut.code);
    await source.reload();
    expect(digestOf(source)).toBe(shut.policySet.digest);
    await source.reload();
    expect(events).toEqual([{ kind: "loaded", digest: shut.policySet.digest }]);
  });

  it.each([
    ["says that such files are CommonJS", '{ "type": "commonjs" }'],
    ["says nothing of them", "{}"],
  ])("is loaded where the package %s", async (_, text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "package.json"), text);
    const path = join(folder, "policy.js");
    writeFileSync(path, open.code);
    const source = await openPolicy(path);
    onTestFinished(async () => source.close());
    expect([digestOf(source), source.problem()]).toEqual([open.policySet.digest, undefined]);
  });

  it("is the same module when it comes back", async () => {
    const { path, source } = await opened(open.code);
    const first = source.current();
    writeFileSync(path, shut.code);
    await source.reload();
    writeFileSync(path, open.code);
    await source.reload();
    expect(source.current()).toBe(first);
  });

  it.each([
    ["is not there", undefined, "there is no such file"],
    ["is no JavaScript", "export function", "Unexpected end of input"],
    ["throws", "throw new Error('no\\nmore')", "no"],
    ["throws what is no error", "throw 1", "it throws"],
    ["imports what is not there", "import './other.js'", "Cannot find module"],
    [
      "is another module",
      "export const x = 1",
      "the module exports no function `allows`, `decide`, `mayAllow`, `validate`",
    ],
    [
      "has no policy set",
      open.code.replace("export const policySet", "const policySet"),
      "exports no policySet",
    ],
    [
      "is of another version",
      open.code.replace('language: "1"', 'language: "2"'),
      "version 1 of the language",
    ],
    ["has no digest", open.code.replace(/digest: "sha256:\w+"/, 'digest: "x"'), "has no digest"],
  ])("that %s is no policy, and is one as soon as it can be loaded", async (_, text, problem) => {
    const { path, source, events } = await opened(text);
    expect(source.current()).toBeUndefined();
    expect(source.problem()).toContain(`\`${path}\` cannot be loaded: `);
    expect(source.problem()).toContain(problem);
    writeFileSync(path, open.code);
    await source.reload();
    expect([digestOf(source), source.problem()]).toEqual([open.policySet.digest, undefined]);
    expect(events).toEqual([{ kind: "loaded", digest: open.policySet.digest }]);
  });

  it("is no folder, and no policy that is not compiled", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "notes.pol"), notesText);
    for (const path of [folder, join(folder, "notes.pol")])
      expect((await openPolicy(path)).problem()).toContain("compile it with `polc build` first");
  });

  it("is not loaded while it is another one than was read", async () => {
    const next = JSON.stringify(shut.code);
    const rewrites = `import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
writeFileSync(fileURLToPath(import.meta.url), ${next});
${open.code}`;
    const { source } = await opened(rewrites);
    expect(source.problem()).toContain("it changes while it is read");
    await source.reload();
    expect(digestOf(source)).toBe(shut.policySet.digest);
  });

  it("is loaded once what it imports is there", async () => {
    const { folder, source } = await opened('export * from "./rules.js";');
    expect(source.current()).toBeUndefined();
    writeFileSync(join(folder, "rules.js"), open.code);
    await source.reload();
    expect(digestOf(source)).toBe(open.policySet.digest);
  });

  it("allows nothing any more once it cannot be loaded", async () => {
    const { path, source, events } = await opened(open.code);
    writeFileSync(path, open.code.slice(0, 2000));
    await source.reload();
    expect(source.current()).toBeUndefined();
    expect(events).toMatchObject([{ kind: "failed", problem: source.problem() }]);
    await source.reload();
    expect(events).toHaveLength(1);
  });

  it("stays in force where that is wanted", async () => {
    const { path, source, events } = await opened(open.code, { keepLast: true });
    rmSync(path);
    await source.reload();
    expect(digestOf(source)).toBe(open.policySet.digest);
    expect(source.problem()).toContain("there is no such file");
    expect(events).toMatchObject([{ kind: "failed", kept: true }]);
    writeFileSync(path, open.code);
    await source.reload();
    expect(source.problem()).toBeUndefined();
  });

  it("decides while somebody writes the next one", async () => {
    const { path, source, events } = await opened(open.code, { patience: 60_000 });
    writeFileSync(path, shut.code.slice(0, 2000));
    const reloaded = source.reload();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(digestOf(source)).toBe(open.policySet.digest);
    writeFileSync(path, shut.code);
    await reloaded;
    expect(events).toEqual([{ kind: "loaded", digest: shut.policySet.digest }]);
  });

  it("tells no more whoever does not listen any more", async () => {
    const { path, source } = await opened(open.code);
    const heard: PolicyEvent[] = [];
    const end = source.onChange((event) => heard.push(event));
    end();
    writeFileSync(path, shut.code);
    await source.reload();
    expect(heard).toEqual([]);
  });
});

describe("a policy that is watched", () => {
  const watched = { watch: true, interval: 50 };

  it.each<[string, (path: string) => void]>([
    ["written", (path) => writeFileSync(path, shut.code)],
    [
      "replaced",
      (path) => {
        writeFileSync(`${path}.new`, shut.code);
        renameSync(`${path}.new`, path);
      },
    ],
  ])("is loaded when it is %s", async (_, change) => {
    const { path, source } = await opened(open.code, watched);
    change(path);
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(shut.policySet.digest);
  });

  it("is loaded when a link above it leads elsewhere, or another folder is there", async () => {
    const folder = temporaryFolder();
    const put = (name: string, text: string) => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "package.json"), '{ "type": "module" }');
      writeFileSync(join(folder, name, "policy.js"), text);
    };
    const move = (from: string, to: string) => renameSync(join(folder, from), join(folder, to));
    put("one", open.code);
    put("two", shut.code);
    symlinkSync("one", join(folder, "current"));
    const source = await openPolicy(join(folder, "current", "policy.js"), watched);
    onTestFinished(async () => source.close());
    expect(digestOf(source)).toBe(open.policySet.digest);
    symlinkSync("two", join(folder, "next"));
    move("next", "current");
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(shut.policySet.digest);
    put("three", open.code);
    move("two", "old");
    move("three", "two");
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(open.policySet.digest);
  });

  it("denies when it is removed, and decides when it is there again", async () => {
    const { path, source } = await opened(open.code, watched);
    rmSync(path);
    await expect.poll(() => source.current(), { timeout: 20_000 }).toBeUndefined();
    writeFileSync(path, shut.code);
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(shut.policySet.digest);
  });

  it("may come later than its folder", async () => {
    const folder = join(temporaryFolder(), "dist");
    const source = await openPolicy(join(folder, "policy.js"), watched);
    onTestFinished(async () => source.close());
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "policy.js"), open.code);
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(open.policySet.digest);
  });

  it("may be a link that leads nowhere but to itself", async () => {
    const path = join(temporaryFolder(), "policy.mjs");
    symlinkSync("policy.mjs", path);
    const source = await openPolicy(path, watched);
    onTestFinished(async () => source.close());
    expect(source.problem()).toContain("ELOOP");
    rmSync(path);
    writeFileSync(path, open.code);
    await expect.poll(() => digestOf(source), { timeout: 20_000 }).toBe(open.policySet.digest);
  });

  it("is left alone after the source is closed", async () => {
    const { path, source } = await opened(open.code, watched);
    await source.close();
    writeFileSync(path, shut.code);
    await source.reload();
    expect(digestOf(source)).toBe(open.policySet.digest);
  });
});

/** Undefined where the text does not load. */
function loadedFrom(text: string): ReturnType<typeof loadModule> | undefined {
  try {
    return loadModule(text);
  } catch {
    return undefined;
  }
}

/*
 * Law: torn-module-allows-nothing. The beginning of a module, as a reader finds it while somebody writes, does not load, or allows nothing that
 * the whole denies.
 */
it("torn-module-allows-nothing", () => {
  const lines = open.code.split("\n");
  const denied = noteRequest({ action: "notes.drop" });
  const counts = Array.from({ length: 30 }, (_, index) => lines.length - 1 - 5 * index);
  const torn = counts.flatMap((count) => loadedFrom(lines.slice(0, count).join("\n")) ?? []);
  for (const module of torn)
    expect([module.allows(denied), module.decide(denied).decision]).toEqual([false, false]);
  expect(torn.length).toBeGreaterThan(5);
});

/*
 * Law: reload-is-atomic. Whatever is written meanwhile, each decision is by one whole policy, or by none; and after a reload by what is there.
 */
it("reload-is-atomic", async () => {
  const texts = { open: open.code, shut: shut.code, torn: shut.code.slice(0, 3000), none: undefined };
  const allowedBy = new Map<string | undefined, boolean>([
    [open.policySet.digest, true],
    [shut.policySet.digest, false],
    [undefined, false],
  ]);
  const { path, source } = await opened(open.code);
  const point = createDecisionPoint({ policy: source });
  const decideOnce = () => {
    const { allowed, decision, module } = point.decide(noteRequest());
    expect(decision?.digest).toBe(module?.policySet.digest);
    expect(allowedBy.get(decision?.digest)).toBe(allowed);
  };
  const step = fc.record({
    put: fc.constantFrom(...(Object.keys(texts) as (keyof typeof texts)[])),
    reloads: fc.integer({ min: 0, max: 2 }),
    decisions: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const { put, reloads, decisions } of steps) {
        const text = texts[put];
        if (text === undefined) rmSync(path, { force: true });
        else writeFileSync(path, text);
        const reloaded = Array.from({ length: reloads }, () => source.reload());
        for (let i = 0; i < decisions; i += 1) {
          decideOnce();
          await undefined;
        }
        if (decisions === 3) await Promise.all(reloaded);
      }
      await source.reload();
      const last = texts[steps.at(-1)?.put ?? "none"];
      const expected = last === open.code ? open : last === shut.code ? shut : undefined;
      expect(digestOf(source)).toBe(expected?.policySet.digest);
      decideOnce();
    }),
    { seed: 7, numRuns: 25 },
  );
});
