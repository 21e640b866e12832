import { isOnDisk } from "../../source/file-names.js";
import { type CoveredPlace, coveredPlaces } from "../../testing/coverage/covered-places.js";
import { groupBy } from "../../util/group-by.js";
import type { CoverageContext } from "./coverage-context.js";
import { type Places, placesOf } from "./coverage-words.js";

/**
 * What the tests show, as an lcov tracefile (geninfo(1)): rules are functions, conditions branches, with a block of their own in their
 * line. The count of a line is the smallest of what starts on it. What no request can show is left out. So are the modules of the library
 * and standard input: nobody can open them.
 */
export function renderLcov(context: CoverageContext): string {
  const places = placesOf(context);
  const byFile = groupBy(coveredPlaces(context.report.tests), ({ span }) => span.file);
  return [...byFile]
    .filter(([file]) => isOnDisk(file))
    .map(([file, inFile]) => section(context.displayPath(file), placedLines(inFile, places)))
    .join("");
}

/** A place with the line that it starts on. */
interface Placed {
  readonly line: number;
  readonly place: CoveredPlace;
}

function placedLines(inFile: readonly CoveredPlace[], places: Places): readonly Placed[] {
  return inFile.flatMap((place) => {
    const position = places.position(place.span);
    return position === undefined || place.shown === "unreachable" ? [] : [{ line: position.line, place }];
  });
}

function section(path: string, placed: readonly Placed[]): string {
  const records = [
    "TN:",
    `SF:${path}`,
    ...functions(placed),
    ...branches(placed),
    ...lines(placed),
    "end_of_record",
  ];
  return records.map((record) => `${record}\n`).join("");
}

function functions(placed: readonly Placed[]): readonly string[] {
  const rules = placed.filter(({ place }) => place.kind === "rule");
  const named = rules.flatMap(({ line, place: { rules, count } }) =>
    rules.map((name) => ({ line, name, count })),
  );
  return [
    ...named.map(({ line, name }) => `FN:${line},${name}`),
    ...named.map(({ name, count }) => `FNDA:${count},${name}`),
    `FNF:${named.length}`,
    `FNH:${named.filter(({ count }) => count > 0).length}`,
  ];
}

/** `BRDA:line,block,branch,taken`: branch 0 is true, 1 false, 2 an error; of what was never evaluated, `-` was taken. */
function branches(placed: readonly Placed[]): readonly string[] {
  const byLine = groupBy(
    placed.filter(({ place }) => place.kind === "condition"),
    ({ line }) => line,
  );
  const all = [...byLine].flatMap(([line, inLine]) =>
    inLine.flatMap(({ place }, block) =>
      place.outcomes.map(({ name, count }) => {
        const taken = place.count === 0 ? "-" : String(count);
        return { record: `BRDA:${line},${block},${branchNumbers[name]},${taken}`, isHit: count > 0 };
      }),
    ),
  );
  return [
    ...all.map(({ record }) => record),
    `BRF:${all.length}`,
    `BRH:${all.filter(({ isHit }) => isHit).length}`,
  ];
}

const branchNumbers = { true: 0, false: 1, error: 2 } as const;

function lines(placed: readonly Placed[]): readonly string[] {
  const byLine = [...groupBy(placed, ({ line }) => line)].sort(([left], [right]) => left - right);
  const counts = byLine.map(([line, inLine]) => ({
    line,
    count: Math.min(...inLine.map(({ place }) => place.count)),
  }));
  return [
    ...counts.map(({ line, count }) => `DA:${line},${count}`),
    `LF:${counts.length}`,
    `LH:${counts.filter(({ count }) => count > 0).length}`,
  ];
}
