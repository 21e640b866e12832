import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLineQueue } from "../../../src/adapters/enforcement/line-queue.js";
import { type AuditLine, auditFile } from "../../../src/adapters/enforcement.js";
import { temporaryFolder } from "./support.js";

function line(id: string): AuditLine {
  return {
    time: "2026-11-21T10:00:00.000Z",
    id,
    policy: null,
    decision: false,
    reason: "policy_unavailable",
    request: {},
  };
}

/** The ids of a log's lines, each of which has to be JSON. */
function idsIn(text: string): readonly string[] {
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((each) => (JSON.parse(each) as AuditLine).id);
}

describe("an audit log in a file", () => {
  it("has a line for each decision, in their order, after what was there", async () => {
    const path = join(temporaryFolder(), "audit.jsonl");
    appendFileSync(path, `${JSON.stringify(line("before"))}\n`);
    const log = auditFile(path);
    const ids = Array.from({ length: 200 }, (_, index) => `d${index}`);
    await Promise.all(ids.map((id) => log.write(line(id))));
    expect(idsIn(readFileSync(path, "utf8"))).toEqual(["before", ...ids]);
    await log.close();
  });

  it("keeps lines whole where two write", async () => {
    const path = join(temporaryFolder(), "audit.jsonl");
    const logs = [auditFile(path), auditFile(path)];
    const long = "x".repeat(20_000);
    await Promise.all(
      logs.flatMap((log, at) => Array.from({ length: 50 }, (_, i) => log.write(line(`${at}-${i} ${long}`)))),
    );
    expect(idsIn(readFileSync(path, "utf8")).length).toBe(100);
    await Promise.all(logs.map((log) => log.close()));
  });

  it("is for its owner only", async () => {
    const path = join(temporaryFolder(), "audit.jsonl");
    await auditFile(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("goes on in a new file when the old one was renamed", async () => {
    const path = join(temporaryFolder(), "audit.jsonl");
    const log = auditFile(path);
    await log.write(line("one"));
    renameSync(path, `${path}.1`);
    log.reopen();
    await log.write(line("two"));
    await log.close();
    expect([`${path}.1`, path].map((file) => idsIn(readFileSync(file, "utf8")))).toEqual([["one"], ["two"]]);
  });

  it("writes nothing once it is closed", async () => {
    const path = join(temporaryFolder(), "audit.jsonl");
    const log = auditFile(path);
    const before = log.write(line("before"));
    await log.close();
    await before;
    await log.close();
    await expect(log.write(line("after"))).rejects.toThrow("closed");
    expect(idsIn(readFileSync(path, "utf8"))).toEqual(["before"]);
  });

  it("fails at once where it cannot be opened, and later where it cannot be opened anew", async () => {
    const folder = temporaryFolder();
    expect(() => auditFile(join(folder, "none", "audit.jsonl"))).toThrow("ENOENT");
    const path = join(folder, "audit.jsonl");
    const log = auditFile(path);
    renameSync(path, `${path}.1`);
    mkdirSync(path);
    log.reopen();
    await expect(log.write(line("lost"))).rejects.toThrow("EISDIR");
    await log.close();
  });
});

/** A stream that keeps what it is given, or fails. */
function stream(error?: Error) {
  const texts: string[] = [];
  const target = new Writable({
    write: (chunk: Buffer, _, done) => {
      texts.push(chunk.toString());
      done(error);
    },
  });
  return { target, texts };
}

describe("an audit log in a stream", () => {
  it("is written as lines, and leaves the stream open", async () => {
    const { target, texts } = stream();
    const log = auditFile(target);
    await Promise.all([log.write(line("one")), log.write(line("two"))]);
    await log.close();
    log.reopen();
    expect(idsIn(texts.join(""))).toEqual(["one", "two"]);
    expect(target.writable).toBe(true);
  });

  it("rejects what could not be written", async () => {
    const log = auditFile(stream(new Error("broken pipe")).target);
    await expect(log.write(line("one"))).rejects.toThrow("broken pipe");
    await expect(log.write(line("two"))).rejects.toThrow();
  });
});

describe("a queue of lines", () => {
  it("writes together what waits, and tells each line what became of it", async () => {
    const appended: string[] = [];
    const queue = createLineQueue(async (text) => {
      appended.push(text);
      if (text.includes("bad")) throw new Error("no space left on device");
    });
    const first = queue.push("a\n");
    const second = queue.push("b\n");
    await Promise.all([first, second]);
    const third = queue.push("bad\n");
    await expect(third).rejects.toThrow("no space");
    await queue.push("c\n");
    await queue.idle();
    expect(appended).toEqual(["a\nb\n", "bad\n", "c\n"]);
  });

  it("refuses lines rather than fill the memory with them", async () => {
    let goOn = () => {};
    const stuck = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const queue = createLineQueue(() => stuck);
    const long = "x".repeat(9 * 1024 * 1024);
    const first = queue.push(long);
    await expect(queue.push(long)).rejects.toThrow("does not keep up");
    goOn();
    await first;
    await queue.push("y");
  });
});
