import { timeHour, timeWeekday } from "../../runtime/time.js";
import type { Slot } from "../encode/atom.js";
import {
  contains,
  type IntervalSet,
  integers,
  intersection,
  nearest,
  union,
} from "../encode/interval-set.js";
import { partKey } from "../encode/place.js";
import type { Trial } from "./assumptions.js";
import type { Domain } from "./domain.js";
import type { NumberProblem } from "./number-variables.js";
import { solveNumbers } from "./solve-numbers.js";
import { isInSum, type ValueProblem } from "./value-problem.js";

type Numbers = ReadonlyMap<string, number>;

/** The parts of a time of which something is assumed. */
interface HoursAndDays {
  readonly slot: Slot;
  readonly set: IntervalSet<number>;
  fits(time: number): boolean;
}

/** Numbers as they were chosen, with times that have the hour and the day of the week that is assumed of them. */
export function chooseTimes(problem: ValueProblem, asked: NumberProblem, numbers: Numbers): Trial<Numbers> {
  const times = timesWithParts(problem);
  const summed = times.filter(({ slot }) => isInSum(problem.assumptions, slot));
  const solved = summed.length > 0 ? solveWithHours(asked, summed) : numbers;
  if (solved === undefined) return { kind: "unknown" };
  const chosen = new Map(solved);
  for (const each of times) {
    if (summed.includes(each)) continue;
    const time = firstTime(each);
    if (time === undefined) return { kind: "none" };
    chosen.set(each.slot.key, time);
  }
  return { kind: "found", result: chosen };
}

function timesWithParts({ slots }: ValueProblem): readonly HoursAndDays[] {
  return [...slots.values()].flatMap(({ slot, domain }): HoursAndDays[] => {
    if (slot.type.kind !== "Time" || domain.kind !== "number") return [];
    const hours = slots.get(partKey(slot.key, "hour"))?.domain;
    const days = slots.get(partKey(slot.key, "weekday"))?.domain;
    if (hours === undefined && days === undefined) return [];
    return [{ slot, set: domain.set, fits: (time) => fitsParts(time, hours, days) }];
  });
}

function fitsParts(time: number, hours: Domain | undefined, days: Domain | undefined): boolean {
  return (
    (hours?.kind !== "number" || contains(hours.set, timeHour(time))) &&
    (days?.kind !== "text" || (days.words?.includes(timeWeekday(time)) ?? true))
  );
}

const hour = 3_600_000;
const hoursOfWeek = 168;
const preferredTime = Date.UTC(2026, 0, 1);

/** The first instant that fits, from the preferred one on. In a week there is every hour of every day, so that there is none is certain. */
function firstTime({ set, fits }: HoursAndDays): number | undefined {
  const start = nearest(set, preferredTime) ?? 0;
  const after = intersection(set, [[start, Number.MAX_SAFE_INTEGER]]);
  for (const [first, last] of [...after, ...set]) {
    for (let step = 0; step <= hoursOfWeek; step += 1) {
      const time = step === 0 ? first : (Math.floor(first / hour) + step) * hour;
      if (time <= last && fits(time)) return time;
    }
  }
  return undefined;
}

/** Times that are part of sums: in the hours that fit, of the weeks about the preferred time and at the ends of what is possible. */
function solveWithHours(asked: NumberProblem, times: readonly HoursAndDays[]): Numbers | undefined {
  const sets = new Map(times.map((each) => [each.slot.key, fittingHours(each)]));
  const variables = asked.variables.map((each) => ({
    ...each,
    set: sets.get(each.slot.key) ?? each.set,
  }));
  const trial = solveNumbers(variables, asked.ties);
  return trial.kind === "found" ? trial.result : undefined;
}

function fittingHours({ set, fits }: HoursAndDays): IntervalSet<number> {
  const middle = nearest(set, preferredTime) ?? preferredTime;
  const centres = new Set([middle, set[0]?.[0] ?? middle, set.at(-1)?.[1] ?? middle]);
  return intersection(set, union(integers, ...[...centres].flatMap((time) => hoursAbout(time, fits))));
}

/** The hours that fit, of the weeks before and after a time: those that follow each other are one interval. */
function hoursAbout(time: number, fits: HoursAndDays["fits"]): IntervalSet<number>[] {
  const start = (Math.floor(time / hour) - hoursOfWeek) * hour;
  const end = start + (2 * hoursOfWeek + 1) * hour;
  const runs: IntervalSet<number>[] = [];
  let first: number | undefined;
  for (let each = start; each <= end; each += hour) {
    if (each < end && fits(each)) first ??= each;
    else if (first !== undefined) {
      runs.push([[first, each - 1]]);
      first = undefined;
    }
  }
  return runs;
}
