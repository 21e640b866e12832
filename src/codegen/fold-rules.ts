import type { TypedRule } from "../check/typed-policy-set.js";
import { contentOf } from "../source/moved.js";
import { type Code, indented, js, lines, literal } from "./code.js";
import { emitColumn, emitNumbers } from "./emit-column.js";
import { functionDeclaration } from "./expression.js";
import type { ModuleParts } from "./module-parts.js";
import type { Places } from "./places.js";

/** With more rules than this, what a module says about them is folded. */
const mostUnfolded = 200;

/** Whether a policy set is so large that what its module says about its rules is folded: columns in the place of one record for each. */
export function isFolded(rules: readonly TypedRule[]): boolean {
  return rules.length > mostUnfolded;
}

/** A line of a text apart into what it has in common with others, and what it has not. */
interface FoldedLine {
  /** 0 stands for the rule's name, 1 for a word. */
  readonly pieces: readonly (string | 0 | 1)[];
  readonly words: readonly Code[];
  /** The same for lines that differ in their words only. */
  readonly form: string;
}

/**
 * The name of the function that gives what is said of the rules of a large set, but for what decisions need; defined by the first who
 * asks. A function is not looked into before it is called, so that a large module loads sooner.
 */
export function emitFoldedRules(parts: ModuleParts, rules: readonly TypedRule[], places: Places): Code {
  return parts.define("folded rules", "folded_rules", (name) => {
    const files = new Map<string, number>();
    const positions: number[] = [];
    for (const { span } of rules) {
      const { file, line, column } = places.placeOf(span);
      const number = files.get(file) ?? files.size;
      files.set(file, number);
      positions.push(number, line, column);
    }
    const members = [
      js`effects: ${literal(rules.map(({ effect }) => effect.charAt(0)).join(""))}`,
      ...foldTexts(rules),
      js`files: [${[...files.keys()].map(literal)}]`,
      js`places: ${emitNumbers(positions, 3)}`,
      js`documentation: ${emitTexts(rules.map(({ documentation }) => documentation.join("\n") || undefined))}`,
    ];
    const object = [js`return {`, indented(lines(members.map((member) => js`${member},`))), js`};`];
    return functionDeclaration(name, [], object);
  });
}

function foldTexts(rules: readonly TypedRule[]): readonly Code[] {
  const forms = new Map<string, { readonly place: number; readonly code: Code }>();
  const known = new Map<string, FoldedLine>();
  const formOf: number[] = [];
  const words: Code[] = [];
  for (const rule of rules) {
    for (const folded of foldedLines(rule, known)) {
      const form = forms.get(folded.form) ?? {
        place: forms.size,
        code: js`[${folded.pieces.map(literal)}]`,
      };
      forms.set(folded.form, form);
      formOf.push(form.place);
      words.push(...folded.words);
    }
    formOf.push(-1);
  }
  return [
    js`forms: ${emitColumn([...forms.values()].map(({ code }) => code))}`,
    js`lines: ${emitNumbers(formOf)}`,
    js`words: ${emitColumn(words)}`,
  ];
}

/** The lines of a rule's text. Lines that do not name the rule are folded once for all rules. */
function foldedLines(rule: TypedRule, known: Map<string, FoldedLine>): readonly FoldedLine[] {
  const name = rule.id.slice(rule.id.lastIndexOf(".") + 1);
  const content = contentOf(rule);
  const folded =
    foldedRules.get(content) ??
    rule.text.split("\n").map((line) => {
      const foldedLine = known.get(line) ?? foldLine(name, line);
      if (!foldedLine.pieces.includes(0)) known.set(line, foldedLine);
      return foldedLine;
    });
  foldedRules.set(content, folded);
  return folded;
}

const foldedRules = new WeakMap<TypedRule, readonly FoldedLine[]>();

/** Texts by the numbers of their rules. */
export function emitTexts(texts: readonly (string | undefined)[]): Code {
  const entries = texts.flatMap((text, rule) =>
    text === undefined ? [] : [js`[${rule}, ${literal(text)}]`],
  );
  return entries.length === 0 ? js`new Map()` : js`new Map(${emitColumn(entries)})`;
}

/** Takes out what lines of one form differ in: names of rules, texts in quotes, numbers. */
function foldLine(name: string, line: string): FoldedLine {
  const pieces: (string | 0 | 1)[] = [];
  const words: Code[] = [];
  let end = 0;
  for (const match of line.matchAll(/(?<=^rule )[^\s"]+|(?<=")(?:[^"\\]|\\.)*(?=")|\b\d[\w.]*/g)) {
    const [word] = match;
    if (match.index > end) pieces.push(line.slice(end, match.index));
    end = match.index + word.length;
    pieces.push(word === name ? 0 : 1);
    if (word !== name) words.push(literal(word));
  }
  if (end < line.length) pieces.push(line.slice(end));
  return { pieces, words, form: pieces.map((piece) => `${typeof piece}${piece}`).join("\n") };
}
