/** What a unit can look at. */
export type Aspect =
  /** All rules on an action and a type of resource, as they are written, in the order of their places. */
  | "rules"
  /** The rules in scope at a point, as they are written, in the order of their places. */
  | "scope"
  /** What the rules on one kind of request read. */
  | "needs"
  /** The first of a rule's points where the fewest rules decide, and how many do. */
  | "least contested"
  /** The points of a rule, from those on where few rules decide. */
  | "contested"
  /** One rule or assertion. */
  | "rule"
  /** The requests that came up for rules. */
  | "shown";

/** What there is to see somewhere: a text, or a list of which each item is seen as it is. Lists are not joined: most are compared once, and are the same. */
export type Sight = string | ArrayLike<string | number>;

/** Whether there is the same to see. */
export function seesSame(left: Sight, right: Sight): boolean {
  if (left === right) return true;
  if (typeof left === "string" || typeof right === "string" || left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}

/** One thing to look at. */
export interface Look {
  readonly aspect: Aspect;
  readonly place: string;
  /** What there was to see when it was last looked at. */
  sight: Sight | undefined;
  /** Its number, and who looked: kept here, as units look at it thousands of times. */
  content: number;
  seenBy: object | undefined;
}

/** Gives each look once: units look at the same few things over and over. */
export class Looks {
  readonly #byAspect: { readonly [A in Aspect]: Map<string, Look> } = {
    rules: new Map(),
    scope: new Map(),
    needs: new Map(),
    "least contested": new Map(),
    contested: new Map(),
    rule: new Map(),
    shown: new Map(),
  };

  at(aspect: Aspect, place: string): Look {
    const looks = this.#byAspect[aspect];
    const known = looks.get(place);
    if (known !== undefined) return known;
    const look: Look = { aspect, place, sight: undefined, content: -1, seenBy: undefined };
    looks.set(place, look);
    return look;
  }
}
