import { type Choices, seededChoices } from "../../../src/testing/choices.js";
import { type HardSet, numbered, pairs, parameters, perhapsNot, setOf } from "./hard-set.js";

/** Random clauses of three flags each. */
export function threeSat(flags: number, clauses: number, seed: number): readonly string[] {
  const choices = seededChoices(seed);
  const one = (): string => perhapsNot(choices, `args.b${choices.int(0, flags - 1)}`);
  return numbered(clauses, () => `(${one()} or ${one()} or ${one()})`);
}

/** Each pigeon has a hole, and no two have the same. */
export function pigeonhole(pigeons: number, holes: number): readonly string[] {
  const flag = (pigeon: number, hole: number): string => `args.b${pigeon * holes + hole}`;
  const housed = numbered(
    pigeons,
    (pigeon) => `(${numbered(holes, (hole) => flag(pigeon, hole)).join(" or ")})`,
  );
  const alone = numbered(holes, String).flatMap((_, hole) =>
    pairs(pigeons, (one, other) => `(not ${flag(one, hole)} or not ${flag(other, hole)})`),
  );
  return [...housed, ...alone];
}

function nested(choices: Choices, flags: number, depth: number): string {
  if (depth === 0) return `args.b${choices.int(0, flags - 1)}`;
  const part = (): string => perhapsNot(choices, `(${nested(choices, flags, depth - 1)})`);
  return `${part()} ${choices.int(0, 1) === 1 ? "and" : "or"} ${part()}`;
}

/** What a condition's clauses say, as denies: each takes away what does not meet one of them. */
function againstOneAllow(clauses: readonly string[]): readonly (readonly string[])[] {
  return clauses.map((clause) => [`not ${clause}`]);
}

const flags = (count: number): string => parameters(count, "b", "Bool");

/** Puzzles over flags. */
export const flagSets: readonly HardSet[] = [
  ...[8, 9, 10].flatMap((pigeons): HardSet[] => {
    const clauses = pigeonhole(pigeons, pigeons - 1);
    const action = flags(pigeons * (pigeons - 1));
    return [
      setOf(`pigeonhole ${pigeons} one condition`, action, [[clauses.join(" and ")]]),
      setOf(`pigeonhole ${pigeons} many clauses`, action, [clauses]),
      setOf(`pigeonhole ${pigeons} denies`, action, [[]], againstOneAllow(clauses)),
    ];
  }),
  ...[100, 150, 200].flatMap((count): HardSet[] => {
    const clauses = threeSat(count, Math.round(count * 4.26), count);
    return [
      setOf(`3-SAT ${count} two conditions`, flags(count), [
        [clauses.slice(0, 480).join(" and "), clauses.slice(480).join(" and ") || "true"],
      ]),
      setOf(`3-SAT ${count} many clauses`, flags(count), [clauses]),
      setOf(`3-SAT ${count} denies`, flags(count), [[]], againstOneAllow(clauses)),
    ];
  }),
  setOf(
    "3-SAT 20 rules of 250 clauses",
    flags(100),
    numbered(20, String).map((_, rule) => threeSat(100, 250, rule)),
  ),
  setOf(
    "3-SAT 20 rules of 426 clauses",
    flags(100),
    numbered(20, String).map((_, rule) => [threeSat(100, 426, rule).join(" and ")]),
  ),
  setOf("twenty two-way ors", flags(40), [
    [numbered(20, (index) => `(args.b${2 * index} or args.b${2 * index + 1})`).join(" and ")],
  ]),
  setOf("an or of three hundred", flags(300), [
    [numbered(300, (index) => `args.b${index}`).join(" or ")],
    [numbered(300, (index) => `not args.b${index}`).join(" or ")],
  ]),
  setOf("parity of 40", flags(40), [
    [
      numbered(40, (index) => `args.b${index} != args.b${(index + 1) % 40}`).join(" and "),
      "args.b0 == args.b39",
    ],
  ]),
  setOf(
    "nested eight deep",
    flags(40),
    numbered(6, String).map((_, rule) => [nested(seededChoices(rule), 40, 8)]),
    [[nested(seededChoices(6), 40, 8)]],
  ),
];
