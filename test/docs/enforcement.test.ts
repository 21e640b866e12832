import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it, vi } from "vitest";
import {
  type AuditLine,
  createApprovals,
  createDecisionPoint,
  fixedPolicy,
  readDecisionModule,
} from "../../src/adapters/enforcement.js";
import type { DecisionRequest } from "../../src/runtime/decision.js";
import { seededChoices } from "../../src/testing/choices.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { spoilRequest } from "../../src/testing/request/hostile.js";
import { compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * The blocks of docs/enforcement.md with `file=PATH` are the files of a project, whose program runs here, but for the paths that it opens.
 * Each `json line=NAME` is the line, or the part of it, that a request of this test gives; `js run=NAME` prints `text out=NAME`.
 */

const blocks = ["docs/enforcement.md", "docs/ci.md"].flatMap((page) =>
  markdownBlocks(readFileSync(page, "utf8")),
);
const folder = mkdtempSync(join(tmpdir(), "polc-docs-"));
const enforcement = fileURLToPath(new URL("../../src/adapters/enforcement.ts", import.meta.url));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The text of the block that is marked so. */
function blockOf(mark: string, value: string): string {
  const block = blocks.find(({ attributes }) => attributes.get(mark) === value);
  if (block === undefined) throw new Error(`no block is marked ${mark}=${value}`);
  return block.text;
}

function write(path: string, text: string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

/** Imports a program of the page. */
function load(path: string, text: string): Promise<Record<string, (...args: unknown[]) => Promise<unknown>>> {
  const opened = text.replace(/"(dist\/policy\.js|audit\.jsonl)"/g, (_, file) =>
    JSON.stringify(join(folder, file)),
  );
  return import(pathToFileURL(write(path, opened)).href);
}

write("package.json", '{ "type": "module" }');
write(
  "node_modules/polc/package.json",
  '{ "type": "module", "exports": { "./enforcement": "./enforcement.js" } }',
);
write(
  "node_modules/polc/enforcement.js",
  `export * from ${JSON.stringify(pathToFileURL(enforcement).href)};`,
);

const policies = blockOf("file", "policies/notes.pol");
const compiled = compile(policies);
write("dist/policy.js", compiled.code);

function request(name: string, properties: object): DecisionRequest {
  return {
    subject: { type: "User", id: "kim", properties: { team: "docs" } },
    action: { name, properties: { ...properties } },
    resource: { type: "Note", id: "7" },
  };
}

const shared = { name: "plan", with: "sam@example.com", passphrase: "open sesame" };

describe("docs/enforcement.md", async () => {
  const { enforce, stop } = await load("main.js", blockOf("file", "main.js"));
  const call = (args: unknown) => args;
  const draft = await enforce?.(request("notes.read", { name: "draft-7" }), call);
  const misspelt = await enforce?.(request("notes.share", { ...shared, pasphrase: "open sesame" }), call);
  const outside = await enforce?.(request("notes.share", { ...shared, with: "eve@example.org" }), call);
  await stop?.();
  const lines = readFileSync(join(folder, "audit.jsonl"), "utf8").trim().split("\n");

  it("has a program that does what is allowed and says why something is not", () => {
    expect(draft).toEqual({ name: "draft-7" });
    expect(misspelt).toMatchObject({ denied: [] });
    expect(outside).toMatchObject({ denied: ["Notes are shared inside the company only."] });
  });

  it.each([
    ["allowed", 0],
    ["denied", 1],
  ])("shows the line of a call that is %s, in its order", (name, index) => {
    const shown = JSON.parse(blockOf("line", name)) as AuditLine;
    const { time, id } = JSON.parse(lines[index] ?? "") as AuditLine;
    const expected = { ...shown, time, id, policy: compiled.policySet.digest };
    expect(lines[index]).toBe(JSON.stringify(expected));
  });

  it("shows how a candidate differs", async () => {
    const next = policies
      .replace('"example.com"', '"example.org"')
      .replace("shared_inside", "shared_outside");
    const [line] = await linesOf([request("notes.share", shared)], next);
    expect(line?.shadow).toEqual(JSON.parse(blockOf("line", "shadow")));
  });

  it("has a program in docs/ci.md that counts what a candidate would change", async () => {
    const next = policies
      .replace('"example.com"', '"example.org"')
      .replace("shared_inside", "shared_outside");
    const outside = { ...shared, with: "eve@example.org" };
    const requests = [shared, outside, shared].map((properties) => request("notes.share", properties));
    const log = await linesOf([...requests, request("notes.read", { name: "plan" })], next);
    write("audit.jsonl", log.map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect(await printedBy("differences.mjs", blockOf("file", "differences.mjs"))).toBe(
      blockOf("out", "differences"),
    );
  });

  it("has a schema of lines, which holds for any request", async () => {
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(
      JSON.parse(blockOf("schema", "line")) as object,
    );
    const choices = seededChoices(3);
    const generate = createRequestGenerator(compiled.policySet);
    const spoilt = Array.from({ length: 60 }, () => spoilRequest(choices, generate(choices)));
    const unlike = policies
      .replace("team: String", "team?: String")
      .replace("principal.team", '(principal.team ?? "docs")');
    const all = await linesOf([...spoilt, request("notes.share", shared)], unlike);
    for (const line of [...lines.map((text) => JSON.parse(text) as AuditLine), ...all]) {
      validate(line);
      expect(validate.errors ?? []).toEqual([]);
    }
    expect(all.some(({ shadow }) => shadow !== undefined)).toBe(true);
  });

  it("decides with an approval that comes with a call, once", async () => {
    const { decideApproved } = await load("approved.js", blockOf("file", "approved.js"));
    const module = readDecisionModule(compile(blockOf("file", "reports/reports.pol")).module);
    const point = createDecisionPoint({ policy: fixedPolicy(module) });
    const approvals = createApprovals();
    const asked = {
      subject: { type: "User", id: "kim" },
      action: { name: "reports.send", properties: { to: "sam@EXAMPLE.com" } },
      resource: { type: "Report", id: "7" },
      context: { now: new Date().toISOString() },
    };
    const { decision } = point.decide(asked);
    const call = {
      caller: asked,
      server: "reports",
      tool: "reports.send",
      arguments: { to: "sam@example.com" },
      policy: module.policySet.digest,
    };
    const sealed = approvals.bind(call, { from: "owner", expires: new Date(Date.now() + 60_000) });
    const decide = (sealedText?: string) => decideApproved?.({ point, approvals }, asked, sealedText);
    expect(decision?.remedies).toMatchObject([{ name: "approval", arguments: { from: "owner" } }]);
    expect(decide()).toMatchObject({ allowed: false });
    const later = new Date(Date.now() + 1000).toISOString();
    asked.context = { now: later };
    expect(decide(sealed)).toMatchObject({ allowed: true, about: { approval: { from: "owner" } } });
    expect(decide(sealed)).toMatchObject({ allowed: false });
  });

  it("prints what it says of approvals", async () => {
    expect(await printedBy("approvals.js", blockOf("run", "approvals"))).toBe(blockOf("out", "approvals"));
  });
});

/** What a program of the page prints. */
async function printedBy(path: string, text: string): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await load(path, text);
    return log.mock.calls.map(([printed]) => `${String(printed)}\n`).join("");
  } finally {
    log.mockRestore();
  }
}

/** The lines of some decisions, with a candidate beside them. */
async function linesOf(requests: readonly unknown[], candidate = policies): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = [];
  const point = createDecisionPoint({
    policy: fixedPolicy(readDecisionModule(compiled.module)),
    candidate: fixedPolicy(readDecisionModule(compile(candidate).module)),
    audit: { write: (line) => void lines.push(line) },
  });
  for (const each of requests) {
    await point.record(
      point.decide(each as DecisionRequest, { adapter: "docs", priorActors: [{ sub: "bot-1" }] }),
      {
        enforced: false,
        note: "not carried out",
      },
    );
  }
  return lines;
}
