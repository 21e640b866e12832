import type { TypedRule } from "../check/typed-policy-set.js";
import { type Code, js, literal } from "./code.js";
import { emitColumn } from "./emit-column.js";
import type { ModuleParts } from "./module-parts.js";
import type { Places } from "./places.js";

/** With more rules than this, what a module says about them is folded. */
const mostUnfolded = 200;

/** Whether a policy set is so large that what its module says about its rules is folded: columns in the place of one record for each. */
export function isFolded(rules: readonly TypedRule[]): boolean {
  return rules.length > mostUnfolded;
}

/** A text apart into what it has in common with others, and what it has not. */
interface FoldedText {
  /** 0 stands for the rule's name, 1 for a word. */
  readonly pieces: readonly (string | 0 | 1)[];
  readonly words: readonly string[];
}

/** The names of the constants that hold the rules of a large set; defined by the first who asks. */
export function emitFoldedRules(parts: ModuleParts, rules: readonly TypedRule[], places: Places): Code {
  return parts.define("folded rules", "folded_rules", (name) => {
    const forms = new Map<string, { readonly place: number; readonly code: Code }>();
    const files = new Map<string, number>();
    const formOf: Code[] = [];
    const words: Code[] = [];
    const positions: Code[] = [];
    for (const rule of rules) {
      const folded = foldText(rule);
      const key = JSON.stringify([rule.effect, folded.pieces]);
      const form = forms.get(key) ?? { place: forms.size, code: emitForm(rule, folded) };
      forms.set(key, form);
      formOf.push(literal(form.place));
      words.push(...folded.words.map(literal));
      const { file, line, column } = places.placeOf(rule.span);
      files.set(file, files.get(file) ?? files.size);
      positions.push(js`${files.get(file) ?? 0}, ${line}, ${column}`);
    }
    const members = [
      js`ids: ${emitColumn(rules.map(({ id }) => literal(id)))}`,
      js`forms: ${emitColumn([...forms.values()].map(({ code }) => code))}`,
      js`formOf: ${emitColumn(formOf)}`,
      js`words: ${emitColumn(words)}`,
      js`files: [${[...files.keys()].map(literal)}]`,
      js`places: ${emitColumn(positions)}`,
      js`because: ${emitTexts(rules.map(({ because }) => because))}`,
      js`documentation: ${emitTexts(rules.map(({ documentation }) => (documentation.length === 0 ? undefined : documentation.join("\n"))))}`,
    ];
    const body = members.reduce((sum, member) => js`${sum}  ${member},\n`, js``);
    return js`const ${name} = {\n${body}};`;
  });
}

function emitForm({ effect }: TypedRule, { pieces }: FoldedText): Code {
  return js`[${[literal(effect), ...pieces.map(literal)]}]`;
}

/** Texts by the numbers of their rules. */
function emitTexts(texts: readonly (string | undefined)[]): Code {
  const entries = texts.flatMap((text, rule) =>
    text === undefined ? [] : [js`[${rule}, ${literal(text)}]`],
  );
  return entries.length === 0 ? js`new Map()` : js`new Map(${emitColumn(entries)})`;
}

/** Takes out what rules of one form differ in: their names, texts in quotes, numbers. */
export function foldText({ id, text }: Pick<TypedRule, "id" | "text">): FoldedText {
  const name = id.slice(id.lastIndexOf(".") + 1);
  const pieces: (string | 0 | 1)[] = [];
  const words: string[] = [];
  let end = 0;
  for (const match of text.matchAll(/(?<=^rule )[^\s"]+|(?<=")(?:[^"\\\n]|\\.)*(?=")|\b\d[\w.]*/g)) {
    const [word] = match;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    end = match.index + word.length;
    if (word === name && !pieces.includes(0)) pieces.push(0);
    else {
      pieces.push(1);
      words.push(word);
    }
  }
  if (end < text.length) pieces.push(text.slice(end));
  return { pieces, words };
}
