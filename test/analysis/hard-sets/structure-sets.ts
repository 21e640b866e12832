import { seededChoices } from "../../../src/testing/choices.js";
import { type HardSet, numbered, parameters, setOf } from "./hard-set.js";

const types = numbered(50, (index) => `T${index}`);

/** Relations each of which follows from the one before, unless the one before that holds. */
function relationChain(length: number): string {
  const definition = (index: number): string => (index > 1 ? `r${index - 1} but not r${index - 2}` : "r0");
  const relations = numbered(length, (index) =>
    index === 0
      ? "relation r0: User | Group.member"
      : `relation r${index}: User = direct or ${definition(index)}`,
  );
  return `principal User\nentity Group {\n  relation member: User\n}\nentity Document {\n  ${relations.join("\n  ")}\n}`;
}

/** Sets about what requests are made of: lists, entities, types, relations. */
export const structureSets: readonly HardSet[] = [
  setOf(
    "quantifiers within quantifiers",
    "rows: List<{ id: Int, cells: List<{ name: String, size: Int }> }>, other: List<Int>",
    [
      ["all r in args.rows: (any c in r.cells: c.size > r.id and (all o in args.other: o != c.size))"],
      ["any r in args.rows: (all c in r.cells: (any d in r.cells: c.size < d.size))", "args.rows.length > 0"],
      [
        'all r in args.rows: (all c in r.cells: c.name like "a*" or c.size == r.id)',
        'any r in args.rows: (any c in r.cells: c.name == "b" and c.size > 5)',
        "all r in args.rows: r.id < 5",
      ],
    ],
    [["any r in args.rows: r.cells.length > 3"], ["all r in args.rows: r.id in args.other"]],
  ),
  setOf(
    "thirty names in lists",
    "a: List<String>, b: List<String>",
    [
      [`args.a containsAll [${numbered(30, (index) => `"n${index}"`).join(", ")}]`, "args.a.length <= 29"],
      numbered(30, (index) => `"n${index}" in args.a or "n${index}" in args.b`),
      ["all x in args.a: x in args.b", '"q" in args.a', 'not ("q" in args.b)'],
    ],
    numbered(30, (index) => `"n${index}" in args.a and "n${(index + 1) % 30}" in args.b`).map((each) => [
      each,
    ]),
  ),
  setOf(
    "hundreds of optional attributes",
    numbered(300, (index) => `o${index}?: String`).join(", "),
    [
      [numbered(300, (index) => `args has o${index}`).join(" and ")],
      [numbered(300, (index) => `(args.o${index} ?? "none") != "none"`).join(" or ")],
      [numbered(300, (index) => `not (args has o${index})`).join(" and ")],
    ],
    [[numbered(300, (index) => `args has o${index} and args.o${index} == "x"`).join(" or ")]],
  ),
  setOf(
    "unions of fifty types",
    `who: ${types.join(" | ")}, what: ${types.join(" | ")}`,
    [
      ["args.who == args.what"],
      [types.map((type, index) => `args.who is ${type} and args.who.a${index} == "x"`).join(" or ")],
      [
        types
          .map((type) => `not (args.who is ${type})`)
          .slice(1)
          .join(" and "),
        "args.who != args.what",
      ],
    ],
    [
      [
        types
          .map((type) => `args.what is ${type}`)
          .slice(0, 49)
          .join(" or "),
      ],
    ],
    ["principal User", ...types.map((type, index) => `entity ${type} { a${index}: String, b: Int }`)].join(
      "\n",
    ),
  ),
  setOf(
    "a chain of forty relations",
    "doc: Document",
    [["subject is r39 of args.doc"], ["subject is r20 of args.doc", "not (subject is r10 of args.doc)"]],
    [["subject is r38 of args.doc"]],
    relationChain(40),
  ),
  setOf(
    "sixty equalities of entities",
    parameters(61, "e", "Doc"),
    [
      [...numbered(60, (index) => `args.e${index} == args.e${index + 1}`), "args.e0 != args.e60"],
      [...numbered(60, (index) => `args.e${index} == args.e${index + 1}.next`)],
      [
        numbered(60, (index) => `args.e${index} in Folder("f${seededChoices(index).int(0, 9)}")`).join(
          " and ",
        ),
      ],
    ],
    [["args.e0.name == args.e60.name"]],
    "principal User\nentity Folder in Folder\nentity Doc in Folder { name: String, next: Doc }",
  ),
  setOf(
    "three hundred different alternatives",
    `${parameters(100, "s", "String")}, ${parameters(100, "n", "Int")}, ${parameters(100, "b", "Bool")}`,
    [
      [
        numbered(
          300,
          (index) =>
            [`args.s${index % 100} like "a*"`, `args.n${index % 100} > ${index}`, `args.b${index % 100}`][
              index % 3
            ] ?? "",
        ).join(" or "),
      ],
      [
        numbered(
          300,
          (index) =>
            [
              `not (args.s${index % 100} like "a*")`,
              `args.n${index % 100} <= ${index}`,
              `not args.b${index % 100}`,
            ][index % 3] ?? "",
        ).join(" and "),
      ],
      numbered(100, (index) => `args.s${index} like "a*" or args.n${index} > ${index} or args.b${index}`),
    ],
  ),
];
