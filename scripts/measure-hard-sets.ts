/*
 * What hard policy sets cost: puzzles over flags, texts of large automata, sums of integers, long lists, relations that follow from each other.
 * Each command that analyses, of each set, in a process of its own, bundled as the package is: processor time, the time that passed, memory.
 *
 *   npx tsx scripts/measure-hard-sets.ts [--sets pigeonhole,3-SAT] [--commands check,report,…] [--limit 120] [--over 10]
 *
 * --sets: those whose name has one of these words in it. --over: tell no more than what takes as many seconds of processor time. A process that
 * takes more of it than the limit is ended.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { hardSets } from "../test/analysis/hard-sets/hard-sets.js";
import { commandNames } from "./measure-hard-sets/commands.js";
import { withBundledProbe } from "./with-bundled-probe.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "" },
    commands: { type: "string", default: commandNames.join() },
    limit: { type: "string", default: "120" },
    over: { type: "string", default: "0" },
  },
});

const words = values.sets.split(",");
const names = hardSets.map(({ name }) => name).filter((name) => words.some((word) => name.includes(word)));

withBundledProbe(new URL("measure-hard-sets/probe.ts", import.meta.url), (probe) => {
  for (const name of names)
    for (const command of values.commands.split(",")) {
      const { stdout, stderr, status, signal } = spawnSync(
        "sh",
        [
          "-c",
          `ulimit -t ${values.limit}; exec "$@"`,
          "sh",
          process.execPath,
          probe,
          name,
          command,
          values.over,
        ],
        { encoding: "utf8" },
      );
      if (signal !== null) console.log(`${name}\n  ${command.padEnd(10)}ended after ${values.limit} s`);
      else if (status !== 0) console.log(`${name}, ${command}: ${stderr.split("\n").slice(0, 8).join("\n")}`);
      else if (stdout !== "") process.stdout.write(`${name}\n${stdout}`);
    }
});
