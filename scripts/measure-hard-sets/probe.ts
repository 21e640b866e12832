import { hardSets } from "../../test/analysis/hard-sets/hard-sets.js";
import { runCommand } from "./commands.js";

const [name, command = "", over = "0"] = process.argv.slice(2);
const set = hardSets.find((each) => each.name === name);
if (set === undefined) throw new Error(`no set is called ${name}`);

const started = process.cpuUsage();
const note = runCommand(command, set.text);
const { user, system } = process.cpuUsage(started);
const seconds = (user + system) / 1_000_000;
if (seconds >= Number(over)) {
  const memory = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;
  console.log(`  ${command.padEnd(10)}${seconds.toFixed(1).padStart(7)} s${memory.padStart(9)}  ${note}`);
}
