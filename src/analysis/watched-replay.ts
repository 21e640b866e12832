import type { Replay } from "./analysis.js";
import type { Units } from "./incremental/units.js";
import type { PointPlaces } from "./point-places.js";

/** A replay of which is noted what is looked at. */
export function watchedReplay(replay: Replay, { target, kind }: PointPlaces, units: Units): Replay {
  const all = (): Replay => {
    units.look("rules", target);
    return replay;
  };
  return {
    get isValid() {
      units.look("needs", kind);
      return replay.isValid;
    },
    get decision() {
      return all().decision;
    },
    get outcomes() {
      return all().outcomes;
    },
    get matching() {
      return all().matching;
    },
    get isAllowed() {
      return all().isAllowed;
    },
    isMatched(rule) {
      units.look("needs", kind);
      units.look("rule", rule.id);
      return replay.isMatched(rule);
    },
    outcomeOf(rule) {
      units.look("needs", kind);
      units.look("rule", rule.id);
      return replay.outcomeOf(rule);
    },
  };
}
