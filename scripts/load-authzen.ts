/*
 * How many evaluations a second `polc serve` answers on one core, and how long they take, asked by this other process.
 *
 *   npm run build && npx tsx scripts/load-authzen.ts [--rate 5000] [--seconds 20] [--connections 32] [--no-audit] [--polc dist/cli/main.js]
 *
 * Requests are due at a fixed rate, whatever became of those before (open loop), and a latency counts from the time at which the request was
 * due: a server that stalls is not asked less, and what waits counts as slow. `--rate 0` asks again as soon as there is an answer (closed
 * loop): what the server can do at most. The server is held to one core and this process to another, where `taskset` is. Each answer is
 * compared with the decision that is expected. Processor time per evaluation says what a quiet machine would reach where this one is not.
 * Exits with 1 where an answer is wrong or missing, the rate was not sustained, or the 99th percentile is 10 ms or more.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fixtureEntities, fixturePolicy } from "../test/adapters/authzen/fixture.js";
import { describeLatencies } from "./load-authzen/latencies.js";
import { type LoadRequest, runLoad } from "./load-authzen/run-load.js";

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "5000" },
    seconds: { type: "string", default: "20" },
    connections: { type: "string", default: "32" },
    "no-audit": { type: "boolean", default: false },
    polc: { type: "string", default: fileURLToPath(new URL("../dist/cli/main.js", import.meta.url)) },
  },
});

const { polc } = values;
const folder = mkdtempSync(join(tmpdir(), "polc-load-"));
const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;

/** Each principal, action and resource of the fixture, with the decision that it asks for. */
function requests(): readonly LoadRequest[] {
  const decisions = [
    "alice read 1",
    "alice read 2",
    "bob read 1",
    "bob read 2",
    "alice write 1",
    "bob write 2",
  ];
  return ["alice", "bob"].flatMap((subject) =>
    ["read", "write"].flatMap((action) =>
      ["1", "2"].map((record) => ({
        body: JSON.stringify({
          subject: { type: "user", id: subject },
          action: { name: action },
          resource: { type: "record", id: `record-${record}` },
          context: { time: "2026-11-22T10:00:00Z", ip: "192.168.1.1" },
        }),
        allowed: decisions.includes(`${subject} ${action} ${record}`),
      })),
    ),
  );
}

async function startServer(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  writeFileSync(join(folder, "records.pol"), fixturePolicy);
  writeFileSync(join(folder, "entities.json"), JSON.stringify(fixtureEntities));
  const built = spawnSync(process.execPath, [polc, "build", join(folder, "records.pol"), "-o", folder]);
  if (built.status !== 0) throw new Error(String(built.stderr));
  const audit = values["no-audit"] ? [] : ["--audit", join(folder, "audit.jsonl")];
  const words = [process.execPath, polc, "serve", join(folder, "policy.js"), "--listen", "127.0.0.1:0"];
  const [command = "", ...args] = [
    ...(hasTaskset ? ["taskset", "-c", "0"] : []),
    ...[...words, "--entities", join(folder, "entities.json"), ...audit],
  ];
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  for await (const text of child.stderr) {
    const [, port] = /:(\d+): ready/.exec(String(text)) ?? [];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error("the server did not start");
}

/** Seconds of processor time that a process has used, all its threads together. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const { child, port } = await startServer();
let fine = false;
try {
  if (hasTaskset) spawnSync("taskset", ["-cp", "1", String(process.pid)]);
  const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
  const load = { port, rate, connections: Number(values.connections), requests: requests() };
  await runLoad({ ...load, seconds: 3 });
  const before = processorTime(child.pid ?? 0);
  const begun = performance.now();
  const { latencies, delays, wrong, unanswered } = await runLoad({ ...load, seconds });
  const elapsed = (performance.now() - begun) / 1000;
  const used = processorTime(child.pid ?? 0) - before;
  const reached = latencies.length / elapsed;
  const { p99, text } = describeLatencies(latencies);
  console.log(
    `${Math.round(reached)} evaluations/s for ${elapsed.toFixed(1)} s, ${values.connections} connections`,
  );
  console.log(`latency from when due: ${text}`);
  console.log(`of it until it was sent: ${describeLatencies(delays).text}`);
  const each = (used / latencies.length) * 1e6;
  console.log(
    `server: ${each.toFixed(0)} µs of processor time each, ${Math.round(1e6 / each)} evaluations per core second`,
  );
  console.log(`${wrong} wrong, ${unanswered} unanswered`);
  fine = wrong + unanswered === 0 && (rate === 0 || reached > 0.99 * rate) && p99 < 10;
} finally {
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("exit", resolve));
  rmSync(folder, { recursive: true });
}
process.exitCode = fine ? 0 : 1;
