import { type Choices, chance, pick, pickAny } from "../../src/testing/choices.js";
import { type Condition, type Place, presenceOf } from "./places.js";

/** A random condition on some places; `depth` bounds how deep its junctions are. */
export function randomCondition(choices: Choices, places: readonly Place[], depth: number): Condition {
  if (depth === 0 || chance(choices, 30)) return randomTest(choices, places);
  const [left, right] = [
    randomCondition(choices, places, depth - 1),
    randomCondition(choices, places, depth - 1),
  ];
  return pick(choices, [
    { pol: `(${left.pol} and ${right.pol})`, smt: `(and ${left.smt} ${right.smt})` },
    { pol: `(${left.pol} or ${right.pol})`, smt: `(or ${left.smt} ${right.smt})` },
    { pol: `not (${left.pol})`, smt: `(not ${left.smt})` },
  ]);
}

type Test = (choices: Choices, places: readonly Place[]) => Condition;

/** The tests of each kind of place. */
const tests: { readonly [kind in Place["kind"]]: readonly Test[] } = {
  text: [equalTest, equalTest, likeTest, matchTest, lengthTest],
  number: [numberTest, sumTest],
  texts: [textsTest],
  numbers: [numbersTest],
  map: [mapTest],
};

function randomTest(choices: Choices, places: readonly Place[]): Condition {
  const place = pick(choices, places);
  if (place.optional && chance(choices, 10)) return presenceOf(place);
  const near = [place, ...places.filter(({ name }) => name !== place.name)];
  return pick(choices, tests[place.kind])(choices, near);
}

/** A value, and what has to be there for it. */
interface Value extends Condition {
  readonly guards: readonly Condition[];
}

/** A test that is false where a value of it is not there. */
function guarded(values: readonly Value[], { pol, smt }: Condition): Condition {
  const guards = values.flatMap((value) => value.guards);
  if (guards.length === 0) return { pol, smt };
  return {
    pol: `(${[...guards.map((guard) => guard.pol), pol].join(" and ")})`,
    smt: `(and ${[...guards.map((guard) => guard.smt), smt].join(" ")})`,
  };
}

/** What a place holds; where it may be absent, with a guard or with something instead. */
function valueAt(choices: Choices, place: Place): Value {
  const [pol, smt] = [`${place.owner}.${place.name}`, place.name];
  if (!place.optional) return { pol, smt, guards: [] };
  const instead = place.kind === "text" ? '"a"' : "3";
  return pick(choices, [
    { pol, smt, guards: [presenceOf(place)] },
    { pol: `(${pol} ?? ${instead})`, smt: `(ite has_${smt} ${smt} ${instead})`, guards: [] },
  ]);
}

function textAt(choices: Choices, place: Place): Value {
  const value = valueAt(choices, place);
  if (!chance(choices, 15)) return value;
  return { ...value, pol: `lower(${value.pol})`, smt: `(lower ${value.smt})` };
}

/** The first place, and one of its kind: another one, if there is. */
function pairOf(choices: Choices, [first, ...others]: readonly Place[]): readonly [Place, Place] {
  if (first === undefined) throw new RangeError("no place");
  return [
    first,
    pickAny(
      choices,
      others.filter(({ kind }) => kind === first.kind),
    ) ?? first,
  ];
}

const words = ["sales", "sales_x", "finance", "a", "ab", "AB", "Sales", ""];

function equalTest(choices: Choices, places: readonly Place[]): Condition {
  const [one, other] = pairOf(choices, places);
  const [left, right] = [textAt(choices, one), textAt(choices, other)];
  if (left.pol !== right.pol && chance(choices, 35))
    return guarded([left, right], {
      pol: `${left.pol} == ${right.pol}`,
      smt: `(= ${left.smt} ${right.smt})`,
    });
  const some = [pick(choices, words), pick(choices, words)];
  return pick(choices, [
    guarded([left], { pol: `${left.pol} == "${some[0]}"`, smt: `(= ${left.smt} "${some[0]}")` }),
    guarded([left], {
      pol: `${left.pol} in ["${some[0]}", "${some[1]}"]`,
      smt: `(or ${some.map((word) => `(= ${left.smt} "${word}")`).join(" ")})`,
    }),
  ]);
}

/** Patterns, and other words for some of them. */
const patterns = ["sales*", "*_x", "a?", "*b*", "?*", "sal*x", "*a*b", "A*", "??", "*al*es*"] as const;

function likeTest(choices: Choices, places: readonly Place[]): Condition {
  const [place] = pairOf(choices, places);
  const value = textAt(choices, place);
  const pattern = pick(choices, patterns);
  return guarded([value], { pol: `${value.pol} like "${pattern}"`, smt: likeInWords(pattern, value.smt) });
}

/** A pattern without a regular expression, where there are words for it. */
function likeInWords(pattern: string, smt: string): string {
  const [, before, inner, after] = /^(\*?)([^*?]+)(\*?)$/.exec(pattern) ?? [];
  if (before === "*" && after === "*") return `(str.contains ${smt} "${inner}")`;
  if (before === "*") return `(str.suffixof "${inner}" ${smt})`;
  if (after === "*") return `(str.prefixof "${inner}" ${smt})`;
  const tokens = [...pattern].map((character) =>
    character === "*" ? "re.all" : character === "?" ? "re.allchar" : `(str.to_re "${character}")`,
  );
  return `(str.in_re ${smt} (re.++ ${tokens.join(" ")} (str.to_re "")))`;
}

const regexes = [
  ["[a-c]+", '(re.+ (re.range "a" "c"))'],
  ["a{2,4}", '((_ re.loop 2 4) (str.to_re "a"))'],
  [
    "(ab|sales)_?x*",
    '(re.++ (re.union (str.to_re "ab") (str.to_re "sales")) (re.opt (str.to_re "_")) (re.* (str.to_re "x")))',
  ],
  ["[a-z]*_[0-9]", '(re.++ (re.* (re.range "a" "z")) (str.to_re "_") (re.range "0" "9"))'],
  ["[^a]?", '(re.opt (re.diff re.allchar (str.to_re "a")))'],
  ["[A-Z][a-z]*", '(re.++ (re.range "A" "Z") (re.* (re.range "a" "z")))'],
] as const;

function matchTest(choices: Choices, places: readonly Place[]): Condition {
  const [place] = pairOf(choices, places);
  const value = textAt(choices, place);
  const [source, regex] = pick(choices, regexes);
  return guarded([value], {
    pol: `${value.pol} matches /${source}/`,
    smt: `(str.in_re ${value.smt} ${regex})`,
  });
}

const orders = [
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
  ["==", "="],
] as const;

function lengthTest(choices: Choices, places: readonly Place[]): Condition {
  const [one, other] = pairOf(choices, places);
  const [left, right] = [valueAt(choices, one), valueAt(choices, other)];
  const [order, smtOrder] = pick(choices, orders);
  const bound = choices.int(0, 6);
  if (chance(choices, 70))
    return guarded([left], {
      pol: `${left.pol}.length ${order} ${bound}`,
      smt: `(${smtOrder} (str.len ${left.smt}) ${bound})`,
    });
  return guarded([left, right], {
    pol: `${left.pol}.length ${order} ${right.pol}.length + ${bound}`,
    smt: `(${smtOrder} (str.len ${left.smt}) (+ (str.len ${right.smt}) ${bound}))`,
  });
}

function numberTest(choices: Choices, places: readonly Place[]): Condition {
  const [place] = pairOf(choices, places);
  const value = valueAt(choices, place);
  const [order, smtOrder] = pick(choices, orders);
  const bound = choices.int(0, 20);
  return guarded([value], {
    pol: `${value.pol} ${order} ${bound}`,
    smt: `(${smtOrder} ${value.smt} ${bound})`,
  });
}

/** Sums are errors beyond the safe integers: of those bounded alone there are none, and the others are subtracted from themselves. */
function sumTest(choices: Choices, places: readonly Place[]): Condition {
  const [one, other] = pairOf(choices, places);
  const [left, right] = [valueAt(choices, one), valueAt(choices, other)];
  const [order, smtOrder] = pick(choices, orders);
  const [operator, bound] = [pick(choices, ["+", "-"]), choices.int(0, 30)];
  const smt = `(${operator} ${left.smt} ${right.smt})`;
  const isSafe = `(<= -9007199254740991 ${smt} 9007199254740991)`;
  return guarded([left, right], {
    pol: `(${left.pol} in -1000..1000 and ${right.pol} in -1000..1000 and ${left.pol} ${operator} ${right.pol} ${order} ${bound})`,
    smt: `(and (<= -1000 ${left.smt} 1000) (<= -1000 ${right.smt} 1000) ${isSafe} (${smtOrder} ${smt} ${bound}))`,
  });
}

function textsTest(choices: Choices, places: readonly Place[]): Condition {
  const [order, smtOrder] = pick(choices, orders);
  const [bound, word] = [choices.int(0, 3), pick(choices, ["x", "y", "z"])];
  const text = pickAny(
    choices,
    places.filter(({ kind }) => kind === "text"),
  );
  const value = text && textAt(choices, text);
  const has = (member: string) => `(seq.contains tags (seq.unit ${member}))`;
  return pick(choices, [
    { pol: `"${word}" in args.tags`, smt: has(`"${word}"`) },
    { pol: `args.tags.length ${order} ${bound}`, smt: `(${smtOrder} (seq.len tags) ${bound})` },
    { pol: `args.tags containsAll ["x", "${word}"]`, smt: `(and ${has('"x"')} ${has(`"${word}"`)})` },
    { pol: `args.tags containsAny ["x", "${word}"]`, smt: `(or ${has('"x"')} ${has(`"${word}"`)})` },
    ...(value ? [guarded([value], { pol: `${value.pol} in args.tags`, smt: has(value.smt) })] : []),
  ]);
}

function numbersTest(choices: Choices, places: readonly Place[]): Condition {
  const [order, smtOrder] = pick(choices, orders);
  const [bound, number] = [choices.int(0, 3), choices.int(1, 3)];
  const place = pickAny(
    choices,
    places.filter(({ kind }) => kind === "number"),
  );
  const value = place && valueAt(choices, place);
  const has = (member: string) => `(seq.contains ids (seq.unit ${member}))`;
  return pick(choices, [
    { pol: `${number} in args.ids`, smt: has(String(number)) },
    { pol: `args.ids.length ${order} ${bound}`, smt: `(${smtOrder} (seq.len ids) ${bound})` },
    ...(value ? [guarded([value], { pol: `${value.pol} in args.ids`, smt: has(value.smt) })] : []),
  ]);
}

function mapTest(choices: Choices): Condition {
  const [order, smtOrder] = pick(choices, orders);
  const [key, bound] = [pick(choices, ["a", "b"]), choices.int(0, 4)];
  const [has, value] = [`(select has_meta "${key}")`, `(select meta "${key}")`];
  return pick(choices, [
    { pol: `args has meta.${key}`, smt: has },
    {
      pol: `(args has meta.${key} and args.meta["${key}"] ${order} ${bound})`,
      smt: `(and ${has} (${smtOrder} ${value} ${bound}))`,
    },
    {
      pol: `(args.meta["${key}"] ?? 1) ${order} ${bound}`,
      smt: `(${smtOrder} (ite ${has} ${value} 1) ${bound})`,
    },
  ]);
}
