import { visibleText } from "../../diagnostics/display-line.js";
import { type DiffLine, diffLines } from "../../util/line-diff.js";

const context = 2;
const longest = 200;

/** How one text became another, for people: the lines that changed, each with what stands around it, at most two hundred. */
export function printChanges(before: string, after: string): string {
  const lines = diffLines(before.trimEnd(), after.trimEnd());
  const near = lines.map((_, index) => isNearChange(lines, index));
  const shown = lines.flatMap((line, index) => {
    if (near[index]) return [`  ${line.sign} ${visibleText(line.text)}`.trimEnd()];
    return near[index - 1] ? ["    ⋮"] : [];
  });
  if (shown.at(-1) === "    ⋮") shown.pop();
  const rest = shown.length - longest;
  const all = rest > 0 ? [...shown.slice(0, longest), `    … and ${rest} more lines`] : shown;
  return all.map((line) => `${line}\n`).join("");
}

function isNearChange(lines: readonly DiffLine[], index: number): boolean {
  const around = lines.slice(Math.max(0, index - context), index + context + 1);
  return around.some(({ sign }) => sign !== " ");
}
