/** Runs a phase and prints a line of a table: its processor time, the time that passed, and the largest memory of the process so far. */
export function measuredPhase<Result>(
  name: string,
  run: () => Result,
  note: (result: Result) => string = () => "",
): Result {
  const [start, wall] = [process.cpuUsage(), performance.now()];
  const result = run();
  const { user, system } = process.cpuUsage(start);
  const cells = [
    `${((user + system) / 1000).toFixed(0)} ms`.padStart(10),
    `${(performance.now() - wall).toFixed(0)} ms passed`.padStart(17),
    `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`.padStart(9),
  ];
  console.log(`  ${name.padEnd(9)}${cells.join("")}  ${note(result)}`);
  return result;
}
