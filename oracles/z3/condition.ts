import { type Choices, chance, pick } from "../../src/testing/choices.js";

/** A condition in both languages. */
export interface Condition {
  readonly pol: string;
  readonly smt: string;
}

/** The attributes and arguments of every set: how Pol and SMT-LIB call them. */
const texts = [
  ["principal.team", "team"],
  ["principal.name", "name"],
  ["args.table", "table"],
] as const;
const numbers = [
  ["principal.level", "level"],
  ["args.limit", "limit"],
] as const;
const tags = ["args.tags", "tags"] as const;

/** A random condition; `depth` bounds how deep its junctions are. */
export function randomCondition(choices: Choices, depth: number): Condition {
  if (depth === 0 || chance(choices, 40)) return randomTest(choices);
  const [left, right] = [randomCondition(choices, depth - 1), randomCondition(choices, depth - 1)];
  return pick(choices, [
    { pol: `(${left.pol} and ${right.pol})`, smt: `(and ${left.smt} ${right.smt})` },
    { pol: `(${left.pol} or ${right.pol})`, smt: `(or ${left.smt} ${right.smt})` },
    { pol: `not (${left.pol})`, smt: `(not ${left.smt})` },
  ]);
}

function randomTest(choices: Choices): Condition {
  return pick(choices, [equalTest, likeTest, matchTest, lengthTest, numberTest, sumTest, listTest])(choices);
}

const words = ["sales", "sales_x", "finance", "a", "ab", ""];

function equalTest(choices: Choices): Condition {
  const [pol, smt] = pick(choices, texts);
  const [otherPol, otherSmt] = pick(choices, texts);
  if (otherPol !== pol && chance(choices, 25))
    return { pol: `${pol} == ${otherPol}`, smt: `(= ${smt} ${otherSmt})` };
  const word = pick(choices, words);
  return { pol: `${pol} == "${word}"`, smt: `(= ${smt} "${word}")` };
}

function likeTest(choices: Choices): Condition {
  const [pol, smt] = pick(choices, texts);
  const pattern = pick(choices, ["sales*", "*_x", "a?", "*b*", "?*", "sal*x", "*a*b"]);
  const tokens = [...pattern].map((character) =>
    character === "*" ? "re.all" : character === "?" ? "re.allchar" : `(str.to_re "${character}")`,
  );
  return {
    pol: `${pol} like "${pattern}"`,
    smt: `(str.in_re ${smt} (re.++ ${tokens.join(" ")} (str.to_re "")))`,
  };
}

const regexes = [
  ["[a-c]+", '(re.+ (re.range "a" "c"))'],
  ["a{2,4}", '((_ re.loop 2 4) (str.to_re "a"))'],
  [
    "(ab|sales)_?x*",
    '(re.++ (re.union (str.to_re "ab") (str.to_re "sales")) (re.opt (str.to_re "_")) (re.* (str.to_re "x")))',
  ],
  ["[a-z]*_[0-9]", '(re.++ (re.* (re.range "a" "z")) (str.to_re "_") (re.range "0" "9"))'],
] as const;

function matchTest(choices: Choices): Condition {
  const [pol, smt] = pick(choices, texts);
  const [source, regex] = pick(choices, regexes);
  return { pol: `${pol} matches /${source}/`, smt: `(str.in_re ${smt} ${regex})` };
}

const orders = ["<", "<=", ">", ">="] as const;

function lengthTest(choices: Choices): Condition {
  const [pol, smt] = pick(choices, texts);
  const [order, bound] = [pick(choices, orders), choices.int(1, 6)];
  return { pol: `${pol}.length ${order} ${bound}`, smt: `(${order} (str.len ${smt}) ${bound})` };
}

function numberTest(choices: Choices): Condition {
  const [pol, smt] = pick(choices, numbers);
  const [order, bound] = [pick(choices, orders), choices.int(0, 20)];
  return { pol: `${pol} ${order} ${bound}`, smt: `(${order} ${smt} ${bound})` };
}

function sumTest(choices: Choices): Condition {
  const [left, right] = numbers;
  const [operator, order, bound] = [pick(choices, ["+", "-"]), pick(choices, orders), choices.int(0, 30)];
  return {
    pol: `${left[0]} ${operator} ${right[0]} ${order} ${bound}`,
    smt: `(${order} (${operator} ${left[1]} ${right[1]}) ${bound})`,
  };
}

function listTest(choices: Choices): Condition {
  const [pol, smt] = tags;
  const [order, bound, word] = [pick(choices, orders), choices.int(1, 3), pick(choices, ["x", "y", "z"])];
  return pick(choices, [
    { pol: `"${word}" in ${pol}`, smt: `(seq.contains ${smt} (seq.unit "${word}"))` },
    { pol: `${pol}.length ${order} ${bound}`, smt: `(${order} (seq.len ${smt}) ${bound})` },
    {
      pol: `${pol} containsAll ["x", "${word}"]`,
      smt: `(and (seq.contains ${smt} (seq.unit "x")) (seq.contains ${smt} (seq.unit "${word}")))`,
    },
  ]);
}

/** What both know of the values before any rule. */
export const schema: Condition = {
  pol: `principal User { team: String, name: String, level: Int in -50..50 }
action go(table: String, limit: Int in 0..100, tags: List<String>)
`,
  smt: `(declare-const team String)
(declare-const name String)
(declare-const table String)
(declare-const level Int)
(declare-const limit Int)
(declare-const tags (Seq String))
(assert (and (<= -50 level 50) (<= 0 limit 100)))
`,
};
