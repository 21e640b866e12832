/*
 * What each phase of a build costs, by the number of rules: processor time, and the largest memory so far. Each number of rules in a
 * process of its own, bundled as the package is, so that everything is cold; processor time, because others may use the machine.
 *
 *   npx tsx scripts/measure-build.ts [--rules 1000,10000] [--actions 200] [--shapes mixed,grants] [--heap 4096]
 *
 * `mixed` is what one would find where many agents use many tools, in files of 500 rules; `grants` are rules of one shape, as a
 * platform writes them, in files of 1,000. The bars: 10,000 rules under 5 s and 1 GB, 100,000 under 60 s and 4 GB.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { withBundledProbe } from "./with-bundled-probe.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000,10000" },
    actions: { type: "string", default: "200" },
    shapes: { type: "string", default: "mixed,grants" },
    heap: { type: "string", default: "4096" },
  },
});

withBundledProbe(new URL("measure-build/probe.ts", import.meta.url), (probe) => {
  for (const shape of values.shapes.split(","))
    for (const rules of values.rules.split(",")) {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [`--max-old-space-size=${values.heap}`, probe, shape, rules, values.actions],
        { encoding: "utf8" },
      );
      console.log(`${shape}, ${rules} rules over ${values.actions} actions\n${stdout}`);
      if (status !== 0) console.log(stderr.split("\n").slice(0, 8).join("\n"));
    }
});
