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

/** One thing to look at. */
export interface Look {
  readonly aspect: Aspect;
  readonly place: string;
  /** What there was to see when it was last looked at, and who looked: kept here, as units look at it thousands of times. */
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
    const look: Look = { aspect, place, content: -1, seenBy: undefined };
    looks.set(place, look);
    return look;
  }
}
