import { type Choices, chance, pick, pickAny } from "../choices.js";
import { type FinitePlace, finitePath } from "./finite-place.js";
import { type FiniteRelations, relationTest } from "./finite-relations.js";
import { textTest } from "./text-condition.js";

/** A random condition over some places and relations; `depth` bounds how deep its junctions are. */
export function finiteCondition(
  choices: Choices,
  places: readonly FinitePlace[],
  depth: number,
  relations?: FiniteRelations,
): string {
  if (depth > 0 && chance(choices, 60)) {
    const inner = () => finiteCondition(choices, places, depth - 1, relations);
    return pick(choices, [
      () => `(${inner()} and ${inner()})`,
      () => `(${inner()} or ${inner()})`,
      () => `not (${inner()})`,
      () => `(if ${inner()} then ${inner()} else ${inner()})`,
    ])();
  }
  if (relations && chance(choices, 70)) return relationTest(choices, relations);
  const place = pickAny(choices, places);
  if (place === undefined) return "true";
  const path = finitePath(place);
  if (!place.optional) return finiteTest(choices, place, path, places);
  return pick(choices, [
    () => `(${ownerOf(place)} has ${place.name} and ${finiteTest(choices, place, path, places)})`,
    () => `${ownerOf(place)} has ${place.name}`,
    () =>
      place.kind === "Int"
        ? intTest(choices, `${path} ?? ${choices.int(0, 3)}`, places)
        : `${ownerOf(place)} has ${place.name}`,
  ])();
}

function ownerOf({ root }: FinitePlace): string {
  return root === "subject" ? "principal" : root;
}

function finiteTest(
  choices: Choices,
  { kind }: FinitePlace,
  path: string,
  places: readonly FinitePlace[],
): string {
  switch (kind) {
    case "Bool":
      return pick(choices, [path, `${path} == ${pick(choices, ["true", "false"])}`]);
    case "Int":
      return intTest(choices, path, places);
    case "Literals":
      return literalTest(choices, path, places);
    case "List":
      return listTest(choices, path);
    case "Text":
      return textTest(choices, path, places);
  }
}

function intTest(choices: Choices, path: string, places: readonly FinitePlace[]): string {
  const operator = pick(choices, ["<", "<=", ">", ">=", "==", "!="]);
  const other = pickAny(
    choices,
    places.filter(({ kind, optional }) => kind === "Int" && !optional),
  );
  return pick(choices, [
    () => `${path} ${operator} ${choices.int(0, 3)}`,
    () => `(${path}) * 2 ${operator} ${choices.int(0, 6)}`,
    () => `${path} in ${choices.int(0, 1)}..${choices.int(1, 3)}`,
    () => `${path} in [${choices.int(0, 1)}, ${choices.int(1, 3)}]`,
    () => (other ? `${path} ${operator} ${finitePath(other)}` : `${path} ${operator} 1`),
    () =>
      other ? `(${path}) + ${finitePath(other)} ${operator} ${choices.int(0, 5)}` : `${path} ${operator} 2`,
    // Beyond the safe integers for all but 0: an error.
    () => `(${path}) * 9007199254740991 * 2 ${operator} 5`,
  ])();
}

function literalTest(choices: Choices, path: string, places: readonly FinitePlace[]): string {
  const value = () => pick(choices, ['"a"', '"b"', '"c"']);
  const other = pickAny(
    choices,
    places.filter(({ kind, optional }) => kind === "Literals" && !optional),
  );
  return pick(choices, [
    () => `${path} == ${value()}`,
    () => `${path} != ${value()}`,
    () => `${path} in ["a", "b"]`,
    () => `${path} like "${pick(choices, ["a*", "?", "*b"])}"`,
    () => `${path} matches /[${pick(choices, ["ab", "b-c", "^a"])}]/`,
    () => (other ? `${path} == ${finitePath(other)}` : `${path} == "a"`),
  ])();
}

function listTest(choices: Choices, path: string): string {
  const value = () => pick(choices, ['"a"', '"b"']);
  return pick(choices, [
    () => `${value()} in ${path}`,
    () => `${path} containsAll ["a", "b"]`,
    () => `${path} containsAny [${value()}]`,
    () => `${path}.length ${pick(choices, ["<", "==", ">", ">="])} ${choices.int(0, 2)}`,
    () => `(all e in ${path}: e == ${value()})`,
    () => `(any e in ${path}: e != ${value()})`,
  ])();
}
