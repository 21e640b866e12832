import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import { assertNever } from "../../util/invariant.js";
import {
  anyText,
  choice,
  emptyText,
  hasEmptyText,
  type Language,
  noText,
  repeat,
  restrict,
  sequence,
} from "./language.js";
import type { Assertion, EcmaNode } from "./parse-ecma-pattern.js";
import { wordCharacters } from "./read-escape.js";

/*
 * An assertion is a condition on the characters beside it. They are carried outwards: a part of a pattern is a list of forms, each a
 * language together with what may stand before its texts and after them. Where two parts meet, the conditions of one are settled by
 * the characters of the other.
 */

/**
 * The language of the whole texts in which the pattern is found; undefined where an assertion is repeated.
 *
 * `^a|b$` → `a.*|.*b`
 */
export function withoutAssertions(node: EcmaNode): Language | undefined {
  const forms = formsOf(node);
  // The empty text is found in every text.
  if (forms?.some((form) => isFree(form) && hasEmptyText(form.language))) return anyText;
  return forms && choice(...forms.map(wholeText));
}

/** What may stand beside a text: the edge of the whole text, a character of a word, another character. */
interface Beside {
  readonly edge: boolean;
  readonly word: boolean;
  readonly other: boolean;
}

interface Form {
  readonly before: Beside;
  readonly after: Beside;
  readonly language: Language;
}

const anything: Beside = { edge: true, word: true, other: true };
const edge: Beside = { edge: true, word: false, other: false };
const word: Beside = { edge: false, word: true, other: false };
const noWord: Beside = { edge: true, word: false, other: true };

function both(left: Beside, right: Beside): Beside {
  return { edge: left.edge && right.edge, word: left.word && right.word, other: left.other && right.other };
}

function formsOf(node: EcmaNode): readonly Form[] | undefined {
  switch (node.kind) {
    case "characters":
      return [{ before: anything, after: anything, language: node }];
    case "assertion":
      return assertionForms(node.assertion);
    case "sequence":
      return node.parts.reduce<readonly Form[] | undefined>(
        (left, part) => {
          const right = left && formsOf(part);
          return (
            right && merged(left.flatMap((first) => right.flatMap((second) => joinForms(first, second))))
          );
        },
        [{ before: anything, after: anything, language: emptyText }],
      );
    case "choice": {
      const forms = node.alternatives.map(formsOf);
      return forms.includes(undefined) ? undefined : merged(forms.flatMap((own) => own ?? []));
    }
    case "repeat":
      return repeatForms(node);
    default:
      return assertNever(node);
  }
}

function assertionForms(assertion: Assertion): readonly Form[] {
  const at = (before: Beside, after: Beside): Form => ({ before, after, language: emptyText });
  switch (assertion) {
    case "start":
      return [at(edge, anything)];
    case "end":
      return [at(anything, edge)];
    case "boundary":
      return [at(word, noWord), at(noWord, word)];
    case "no-boundary":
      return [at(word, word), at(noWord, noWord)];
    default:
      return assertNever(assertion);
  }
}

function repeatForms({ body, min, max }: Extract<EcmaNode, { kind: "repeat" }>): readonly Form[] | undefined {
  const forms = formsOf(body);
  if (!forms) return undefined;
  const none: Form = { before: anything, after: anything, language: emptyText };
  if (max === 0 || forms.length === 0) return min === 0 ? [none] : [];
  if (forms.every(isFree))
    return forms.map((form) => ({ ...form, language: repeat(form.language, min, max) }));
  return max > 1 ? undefined : merged([...(min === 0 ? [none] : []), ...forms]);
}

function isFree({ before, after }: Form): boolean {
  return isAnything(before) && isAnything(after);
}

function isAnything(beside: Beside): boolean {
  return beside.edge && beside.word && beside.other;
}

/** Forms under the same conditions are one. */
function merged(forms: readonly Form[]): readonly Form[] {
  const byConditions = new Map<string, Form>();
  for (const form of forms) {
    const key = JSON.stringify([form.before, form.after]);
    const known = byConditions.get(key);
    byConditions.set(key, known ? { ...form, language: choice(known.language, form.language) } : form);
  }
  return [...byConditions.values()];
}

/** One form after another. */
function joinForms(left: Form, right: Form): readonly Form[] {
  if (isAnything(left.after) && isAnything(right.before))
    return [{ before: left.before, after: right.after, language: sequence(left.language, right.language) }];
  return joinParts(left, right);
}

/** Conditions where they meet: the characters there settle them, and they reach through an empty text. */
function joinParts(left: Form, right: Form): readonly Form[] {
  const [leftTexts, rightTexts] = [
    restrict(left.language, "last", charactersOf(right.before)),
    restrict(right.language, "first", charactersOf(left.after)),
  ];
  const [isLeftEmpty, isRightEmpty] = [hasEmptyText(left.language), hasEmptyText(right.language)];
  const before = both(left.before, right.before);
  const after = both(left.after, right.after);
  const forms: readonly Form[] = [
    { before: left.before, after: right.after, language: sequence(leftTexts, rightTexts) },
    { before: left.before, after, language: isRightEmpty ? leftTexts : noText },
    { before, after: right.after, language: isLeftEmpty ? rightTexts : noText },
    { before, after, language: isLeftEmpty && isRightEmpty ? emptyText : noText },
  ];
  return forms.filter(
    (form) => form.language !== noText && isPossible(form.before) && isPossible(form.after),
  );
}

function isPossible(beside: Beside): boolean {
  return beside.edge || beside.word || beside.other;
}

const otherCharacters = complement(wordCharacters);

function charactersOf(beside: Beside): CharacterSet {
  return characterSet([...(beside.word ? wordCharacters : []), ...(beside.other ? otherCharacters : [])]);
}

/** What is found may stand anywhere in a text. */
function wholeText({ before, after, language }: Form): Language {
  return sequence(textBeside(before, "last"), language, textBeside(after, "first"));
}

/** What the rest of the text may be, by what is beside. */
function textBeside(beside: Beside, end: "first" | "last"): Language {
  if (isAnything(beside)) return anyText;
  const texts = restrict(anyText, end, charactersOf(beside));
  return beside.edge ? choice(emptyText, texts) : texts;
}
