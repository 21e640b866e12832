import { type Choices, seededChoices } from "../../../src/testing/choices.js";
import { type HardSet, numbered, pairs, parameters, setOf } from "./hard-set.js";

function sums(seed: number, count: number, terms: number): readonly string[] {
  const choices = seededChoices(seed);
  const term = (): string => `args.n${choices.int(0, 19)}`;
  return numbered(count, () => {
    const sum = numbered(terms, term).join(choices.int(0, 1) === 1 ? " + " : " - ");
    return `${sum} ${choices.int(0, 1) === 1 ? "<=" : ">="} ${choices.int(0, 500)}`;
  });
}

function network(choices: Choices): string {
  const group = (): string => choices.int(0, 65535).toString(16);
  return choices.int(0, 1) === 1 ? `"2001:db8:${group()}:${group()}::/64"` : `"2001:db8:${group()}::/48"`;
}

function networks(seed: number, count: number): string {
  const choices = seededChoices(seed);
  return `context.ip in [${numbered(count, () => network(choices)).join(", ")}]`;
}

const withAddress = "principal User\ncontext { ip: Ip }";

/** Sets about numbers and addresses. */
export const numberSets: readonly HardSet[] = [
  setOf("a chain of sixty differences", parameters(61, "n", "Int"), [
    [...numbered(60, (index) => `args.n${index} < args.n${index + 1}`), "args.n60 < args.n0"],
    [...numbered(60, (index) => `args.n${index + 1} - args.n${index} <= 3`), "args.n60 - args.n0 > 180"],
    [...numbered(60, (index) => `args.n${index} <= args.n${index + 1}`), "args.n60 - args.n0 > 180"],
  ]),
  setOf(
    "sums of integers",
    parameters(20, "n", "Int in 0..1000"),
    [sums(1, 10, 3), sums(2, 20, 3), sums(3, 12, 6), sums(4, 40, 2)],
    [sums(5, 5, 4)],
  ),
  setOf("integers that all differ", parameters(12, "n", "Int in 0..10"), [
    [pairs(12, (one, other) => `args.n${one} != args.n${other}`).join(" and ")],
    [pairs(10, (one, other) => `args.n${one} != args.n${other}`).join(" and ")],
  ]),
  setOf("queens on a board of eight", parameters(8, "n", "Int in 0..7"), [
    pairs(
      8,
      (one, other) =>
        `args.n${one} != args.n${other} and args.n${one} - args.n${other} != ${one - other} and args.n${one} - args.n${other} != ${other - one}`,
    ),
  ]),
  setOf("numbers in a narrow range", parameters(40, "x", "Number"), [
    [...numbered(39, (index) => `args.x${index} < args.x${index + 1}`), "args.x0 > 0", "args.x39 < 0.001"],
    [...numbered(39, (index) => `args.x${index} < args.x${index + 1}`), "args.x39 < args.x0"],
  ]),
  setOf(
    "long lists of networks",
    "n: Int",
    [[networks(1, 10_000)], ['context.ip in "2001:db8::/32"']],
    numbered(4, String).map((_, index) => [networks(index + 2, 10_000)]),
    withAddress,
  ),
  setOf(
    "blocks that cover a network",
    "n: Int",
    [['context.ip in "10.0.0.0/8"']],
    numbered(
      8,
      (part) =>
        `context.ip in [${numbered(512, (index) => `"10.${part * 32 + (index >> 4)}.${(index & 15) * 16}.0/20"`).join(", ")}]`,
    ).map((each) => [each]),
    withAddress,
  ),
  setOf(
    "fifteen hundred denies of a number",
    "n: Int in 0..1499",
    [[]],
    numbered(1500, (index) => `args.n == ${index}`).map((each) => [each]),
  ),
];
