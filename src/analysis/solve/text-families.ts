import type { Slot } from "../encode/atom.js";
import type { AlignedTexts } from "../texts/aligned-search.js";
import type { SignedLanguage } from "../texts/language.js";
import type { SameTie, TextVariable } from "./solve-texts.js";

/** Texts that have to be equal are one: the languages of all of them hold of it. */
export interface TextClass {
  readonly slots: Slot[];
  readonly languages: SignedLanguage[];
  /** What it has to differ from. */
  readonly others: Set<TextClass>;
  /** It is the lower-case form of a text. */
  isLowered: boolean;
}

/** Texts that are the same in lower case: each is the lower-case form of another one, or has the same as another one. Most are alone. */
export type TextFamily = readonly TextClass[];

/** The families of some texts; undefined if a text has to differ from itself. */
export function familiesOf(
  variables: readonly TextVariable[],
  ties: readonly SameTie[],
): readonly TextFamily[] | undefined {
  const classOf = new Map<string, TextClass>();
  for (const { slot, languages } of variables)
    classOf.set(slot.key, { slots: [slot], languages: [...languages], others: new Set(), isLowered: false });
  for (const { atom, wanted } of ties) if (wanted) merge(classOf, atom.left.key, atom.right.key);
  const families = lowerFamilies(classOf);
  for (const { atom, wanted } of ties) {
    const left = classOf.get(atom.left.key);
    const right = classOf.get(atom.right.key);
    if (wanted || left === undefined || right === undefined) continue;
    if (left === right) return undefined;
    left.others.add(right);
    right.others.add(left);
  }
  return families.map((family) =>
    [...new Set(family.map((key) => classOf.get(key)))].flatMap((each) => each ?? []),
  );
}

function merge(classOf: Map<string, TextClass>, leftKey: string, rightKey: string): void {
  const left = classOf.get(leftKey);
  const right = classOf.get(rightKey);
  if (left === undefined || right === undefined || left === right) return;
  left.languages.push(...right.languages);
  left.isLowered ||= right.isLowered;
  for (const slot of right.slots) {
    left.slots.push(slot);
    classOf.set(slot.key, left);
  }
}

/** The keys of each family. All that are lower-case forms in a family are one text. */
function lowerFamilies(classOf: Map<string, TextClass>): readonly (readonly string[])[] {
  const familyOf = new Map<string, string[]>();
  for (const { slots } of new Set(classOf.values()))
    join(
      familyOf,
      slots.map(({ key }) => key),
    );
  for (const { slots } of [...classOf.values()])
    for (const { key, of } of slots) {
      if (of?.part !== "lower" || !classOf.has(of.slot.key)) continue;
      join(familyOf, [key, of.slot.key]);
      const lowered = classOf.get(key);
      if (lowered) lowered.isLowered = true;
    }
  const families = [...new Set(familyOf.values())];
  for (const family of families) {
    const [first, ...rest] = family.filter((key) => classOf.get(key)?.isLowered);
    for (const key of rest) if (first !== undefined) merge(classOf, first, key);
  }
  return families;
}

/** Makes one family of those that the keys are in. */
function join(familyOf: Map<string, string[]>, keys: readonly string[]): void {
  const all = new Set(keys.flatMap((key) => familyOf.get(key) ?? [key]));
  const joined = [...all];
  for (const key of joined) familyOf.set(key, joined);
}

/** What a family's texts have to be, for the search that finds them all at once. */
export function alignedTexts(
  family: TextFamily,
  languagesOf: (each: TextClass) => readonly SignedLanguage[],
): AlignedTexts {
  const texts = family.map((each) => ({ languages: languagesOf(each), isLowered: each.isLowered }));
  const differing = family.flatMap(({ others }, left) =>
    family.flatMap((other, right): readonly (readonly [number, number])[] =>
      left < right && others.has(other) ? [[left, right]] : [],
    ),
  );
  return { texts, differing };
}

/** How many texts of other families a family has to differ from. */
export function outerTies(family: TextFamily): number {
  return family.reduce(
    (sum, each) => sum + [...each.others].filter((other) => !family.includes(other)).length,
    0,
  );
}
