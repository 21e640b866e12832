import { type Choices, chance, pick, pickAny, several } from "../choices.js";

/** Relations of a finite set: what is declared, and between whom rules test it. */
export interface FiniteRelations {
  /** What stands in the braces of each type of entity. */
  readonly members: { readonly Team: string; readonly Folder: string; readonly Doc: string };
  /** The relations of a `Doc`. */
  readonly names: readonly string[];
  readonly pairs: readonly FinitePair[];
}

/** Two entities as policies write them. */
export interface FinitePair {
  readonly subject: "principal" | "args.who" | 'User("u")';
  readonly object: "resource" | 'Doc("k")';
}

/** Random definitions: with teams, everyone, folders, and each operator. */
export function generateRelations(choices: Choices, delegated: boolean): FiniteRelations {
  const people = delegated ? ["User", "Agent"] : ["User"];
  const named = several(choices, 1, 3, (index) => `r${index}`);
  const folder = several(choices, 1, 2, (index) => `r${index}`);
  const kinds = (isFolder: boolean) => kindsText(choices, people, isFolder);
  const folders = folder.map((name, index) =>
    relationText(choices, name, kinds(true), folder.slice(0, index), folder),
  );
  const docs = named.map((name, index) =>
    relationText(choices, name, kinds(false), named.slice(0, index), folder),
  );
  return {
    members: {
      Team: `relation member: ${people.join(" | ")}`,
      Folder: folders.join("\n  "),
      Doc: docs.join("\n  "),
    },
    names: named,
    pairs: several(choices, 1, 3, () => ({
      subject: pick(choices, ["principal", "principal", "args.who", 'User("u")']),
      object: pick(choices, ["resource", "resource", 'Doc("k")']),
    })),
  };
}

/** Of a folder each may be written by itself: so what one person has there says nothing of others. */
function kindsText(choices: Choices, people: readonly string[], isFolder: boolean): string {
  if (isFolder || chance(choices, 60)) return [...people, ...teams(choices)].join(" | ");
  return pick(choices, [["User.*"], ["User", "User.*"], ["Team.member"], ["User.*", "Team.member"]]).join(
    " | ",
  );
}

function teams(choices: Choices): readonly string[] {
  return chance(choices, 30) ? ["Team.member"] : [];
}

function relationText(
  choices: Choices,
  name: string,
  kinds: string,
  earlier: readonly string[],
  above: readonly string[],
): string {
  if (chance(choices, 30)) return `relation ${name}: ${kinds}`;
  const rest = definition(choices, earlier, above, choices.int(0, 2));
  if (chance(choices, 20)) return `relation ${name} = ${rest}`;
  const operator = pick(choices, ["or", "or", "and", "but not"]);
  const sides = chance(choices, 80) ? ["direct", rest] : [rest, "direct"];
  return `relation ${name}: ${kinds} = ${sides.map((side) => `(${side})`).join(` ${operator} `)}`;
}

function definition(
  choices: Choices,
  earlier: readonly string[],
  above: readonly string[],
  depth: number,
): string {
  if (depth === 0) {
    const inherited = `${pick(choices, above)} of parent`;
    return chance(choices, 50) ? inherited : (pickAny(choices, earlier) ?? inherited);
  }
  const inner = () => `(${definition(choices, earlier, above, depth - 1)})`;
  return `${inner()} ${pick(choices, ["or", "and", "but not"])} ${inner()}`;
}

/** A test of a relation. */
export function relationTest(choices: Choices, { pairs, names }: FiniteRelations): string {
  const pair = pickAny(choices, pairs);
  const relation = pickAny(choices, names);
  if (pair === undefined || relation === undefined) return "true";
  const { subject, object } = pair;
  const test = `${subject} is ${relation} of ${object}`;
  return subject === "args.who" ? `(args has who and ${test})` : test;
}
