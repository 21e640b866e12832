import { type Choices, pick, pickAny } from "../choices.js";
import { type FinitePlace, finitePath } from "./finite-place.js";

/** A random test of a text at a path: by itself, by its lower-case form, by its length, and beside other texts and numbers. */
export function textTest(choices: Choices, path: string, places: readonly FinitePlace[]): string {
  const others = (kind: FinitePlace["kind"]) =>
    places.filter((place) => place.kind === kind && !place.optional).map(finitePath);
  const other = pickAny(choices, others("Text")) ?? '"a"';
  const number = pickAny(choices, others("Int")) ?? "1";
  const [same, order] = [pick(choices, ["==", "!="]), pick(choices, orders)];
  return pick(choices, [
    () => `${path} ${same} ${word(choices)}`,
    () => `${path} in [${word(choices)}, ${word(choices)}]`,
    () => `${path} like "${pick(choices, ["a*", "?", "*b", "*A*", "??"])}"`,
    () => `${path} matches /${pick(choices, ["[ab]*", "A?b?", "a{2,3}", "[^a]+"])}/`,
    () => `${path} ${same} ${other}`,
    () => `lower(${path}) ${same} ${word(choices)}`,
    () => `lower(${path}) like "${pick(choices, ["a*", "*b"])}"`,
    () => `lower(${path}) ${same} ${other}`,
    () => `lower(${path}) ${same} lower(${other})`,
    () => `lower(${path}) ${same} ${path}`,
    () => `${path}.length ${order} ${choices.int(0, 3)}`,
    () => `${path}.length ${order} ${lengthOf(other)} + ${choices.int(0, 2)}`,
    () => `${path}.length ${order} ${number}`,
    () => `${path}.length + ${lengthOf(other)} ${order} ${choices.int(0, 4)}`,
  ])();
}

const orders = ["<", "<=", ">", ">=", "==", "!="] as const;

function lengthOf(text: string): string {
  return text.startsWith('"') ? "1" : `${text}.length`;
}

function word(choices: Choices): string {
  return JSON.stringify(pick(choices, ["a", "A", "b", "ab", "Ab", "aa", ""]));
}
