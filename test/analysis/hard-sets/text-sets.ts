import { seededChoices } from "../../../src/testing/choices.js";
import { type HardSet, numbered, parameters, perhapsNot, setOf } from "./hard-set.js";

const letters = [..."abcdefghijklmnopqrst"];

const glob = (attribute: string, index: number): string =>
  `args.${attribute} like "*${letters[index]}${letters[(index * 7 + 3) % 20]}*"`;

/** Globs of which a text has to be in some and in others not. */
function someGlobs(seed: number, attribute: string, count: number): string {
  const choices = seededChoices(seed);
  return numbered(count, (index) => perhapsNot(choices, `(${glob(attribute, index)})`)).join(" and ");
}

const regexes: readonly string[] = [
  "[a-z]{1,200}",
  "([a-m]{3,40}[0-9]{2,9}){1,6}",
  "(a|b|ab|ba|aa|bb){1,60}",
  ".*a.{12}",
  ".*b.{13}",
  "(.*[0-9].*){6}",
  "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  "(x+x+)+y",
];

/** Sets about texts whose automata are large, alone or together. */
export const textSets: readonly HardSet[] = [
  setOf("fourteen globs", "s: String", [
    [numbered(14, (index) => glob("s", index)).join(" and ")],
    [numbered(14, (index) => perhapsNot(seededChoices(index), `(${glob("s", index)})`)).join(" and ")],
  ]),
  setOf("twenty globs and their complements over two attributes", "s: String, t: String", [
    [someGlobs(1, "s", 20), someGlobs(2, "t", 20)],
    [someGlobs(3, "s", 20), someGlobs(4, "t", 20), "args.s == args.t"],
    [someGlobs(5, "s", 20), "lower(args.s) == lower(args.t)", someGlobs(6, "t", 20)],
  ]),
  setOf(
    "twenty rules of a glob",
    "s: String",
    numbered(20, (index) => glob("s", index)).map((each) => [each]),
    numbered(5, (index) => `${glob("s", index)} and ${glob("s", index + 5)}`).map((each) => [each]),
  ),
  setOf(
    "expressions with counters",
    "s: String, t: String",
    regexes.map((regex) => [`args.s matches /${regex}/`]),
    regexes.map((regex) => [`args.t matches /${regex}/`, `not (args.s matches /${regex}/)`]),
  ),
  setOf("expressions with counters at once", "s: String", [
    [".*a.{12}", ".*b.{13}", "[a-z]{1,200}"].map((regex) => `args.s matches /${regex}/`),
    ["(.*[0-9].*){6}", ".*a.{12}", "(a|b|ab|ba|aa|bb){1,60}"].map((regex) => `args.s matches /${regex}/`),
    [".*a.{12}", ".*b.{13}", ".*c.{14}", ".*d.{15}"].map((regex) => `not (args.s matches /${regex}/)`),
  ]),
  setOf("an expression of many alternatives", "s: String", [
    [`args.s matches /(${numbered(300, (index) => `w${index}[a-z]*${index}`).join("|")})/`],
    [`not (args.s matches /(${numbered(300, (index) => `w${index}[a-z]*${index + 1}`).join("|")})/)`],
  ]),
  setOf("sixty equal texts", parameters(61, "x", "String"), [
    [
      ...numbered(60, (index) => `args.x${index} == args.x${index + 1}`),
      'args.x0 like "a*"',
      'args.x60 like "b*"',
    ],
    [numbered(60, (index) => `args.x${index} != args.x${index + 1}`).join(" and "), "args.x0 == args.x60"],
    [numbered(60, (index) => `args.x${index} == args.x${index + 1}`).join(" or ")],
  ]),
  setOf("paths within paths", "p: Path, q: Path, r: Path", [
    [
      'args.p within "/srv/a"',
      'args.q like "/srv/*/b/*"',
      "args.p == args.q",
      'not (args.r within "/srv")',
      "args.r == args.q",
    ],
    [numbered(12, (index) => `not (args.p within "/${letters[index]}")`).join(" and "), 'args.p like "/?/*"'],
  ]),
  setOf("hosts of urls", "u: Url, v: Url, h: Host", [
    [
      'args.u.host within "example.com"',
      "args.u.host == args.h",
      "args.v matches /https:.*example.*/",
      "args.v.host == args.h",
      'not (args.u.path like "/a*")',
      "args.u.path == args.v.path",
    ],
  ]),
];
