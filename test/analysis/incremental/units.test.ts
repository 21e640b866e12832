import { describe, expect, it } from "vitest";
import { Looks } from "../../../src/analysis/incremental/looks.js";
import {
  type Contents,
  KeepingUnits,
  type KeptUnits,
  plainly,
} from "../../../src/analysis/incremental/units.js";

/** What there is to see, by aspect and place. */
type World = Readonly<Record<string, number>>;

function contentsOf(world: World): Contents {
  return { of: ({ aspect, place }) => world[`${aspect} ${place}`] ?? 0, showing() {} };
}

const looks = new Looks();

/** Units over a world, with a note of what was computed. */
function unitsIn(world: World, before: KeptUnits = new Map(), questions = 100) {
  const budget = { questions, isSpent: false };
  const units = new KeepingUnits(before, contentsOf(world), looks, budget);
  const computed: string[] = [];
  /** Asks one question, looks at a place, and rests on other units. */
  const ask = (name: string, nested: readonly string[] = []): string =>
    units.remember(
      name,
      plainly(() => {
        computed.push(name);
        budget.questions -= 1;
        units.look("rules", name);
        return [name, ...nested.map((each) => ask(each))].join("+");
      }),
    );
  return { units, budget, computed, ask };
}

describe("KeepingUnits", () => {
  it("finds a unit once, and not again while all that it looked at is as it was", () => {
    const first = unitsIn({ "rules a": 1, "rules b": 1 });
    expect([first.ask("a"), first.ask("b"), first.ask("a")]).toEqual(["a", "b", "a"]);
    expect(first.computed).toEqual(["a", "b"]);
    const second = unitsIn({ "rules a": 1, "rules b": 2 }, first.units.kept);
    expect([second.ask("a"), second.ask("b")]).toEqual(["a", "b"]);
    expect(second.computed).toEqual(["b"]);
  });

  it("finds a unit anew where one that it rests on has to be", () => {
    const first = unitsIn({ "rules a": 1, "rules b": 1 });
    expect(first.ask("a", ["b"])).toBe("a+b");
    const second = unitsIn({ "rules a": 1, "rules b": 2 }, first.units.kept);
    expect(second.ask("a", ["b"])).toBe("a+b");
    expect(second.computed).toEqual(["a", "b"]);
  });

  it("counts the questions of what is kept, those of shared units once", () => {
    const ask = ({ ask }: ReturnType<typeof unitsIn>) => {
      ask("a", ["c"]);
      ask("b", ["c"]);
    };
    const first = unitsIn({});
    ask(first);
    const second = unitsIn({}, first.units.kept);
    ask(second);
    expect(second.computed).toEqual([]);
    expect([first.budget.questions, second.budget.questions]).toEqual([97, 97]);
    const third = unitsIn({}, second.units.kept);
    third.ask("c");
    third.ask("a", ["c"]);
    expect(third.budget.questions).toBe(98);
  });

  it("asks anew where the questions do not suffice for what is kept", () => {
    const first = unitsIn({});
    first.ask("a", ["b"]);
    const second = unitsIn({}, first.units.kept, 1);
    second.ask("a", ["b"]);
    expect(second.computed).toEqual(["a", "b"]);
  });

  it("keeps nothing that rests on what is not kept", () => {
    const first = unitsIn({});
    const open = { compute: () => "open", freeze: () => undefined, thaw: () => undefined };
    const rest = () => first.units.remember("open", open);
    first.units.remember("outer", plainly(rest));
    first.units.remember("other", plainly(rest));
    expect([...first.units.kept.keys()]).toEqual([]);
  });

  it("forgets what nobody asked for", () => {
    const first = unitsIn({});
    first.ask("a");
    first.ask("b");
    const second = unitsIn({}, first.units.kept);
    second.ask("a");
    expect([...second.units.kept.keys()]).toEqual(["a"]);
  });

  it("remembers that nothing was found", () => {
    const first = unitsIn({});
    let count = 0;
    const none = plainly((): string | undefined => {
      count += 1;
      return undefined;
    });
    first.units.remember("none", none);
    expect(unitsIn({}, first.units.kept).units.remember("none", none)).toBeUndefined();
    expect(count).toBe(1);
  });
});
