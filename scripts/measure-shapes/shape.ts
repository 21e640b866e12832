import type { SourceFile } from "../../src/source/source-file.js";
import { type Choices, seededChoices, several, weighted } from "../../src/testing/choices.js";

/** A kind of large policy set: the same text for the same size. */
export interface Shape {
  readonly name: string;
  readonly generate: (size: ShapeSize) => readonly SourceFile[];
}

/** How large a policy set is. */
export interface ShapeSize {
  readonly rules: number;
  readonly actions: number;
}

/** What a shape is made of. */
export interface ShapeParts {
  /** Types, and everything else that is declared beside the actions. */
  readonly schema: string;
  /** The parameters of the action of this number, and what follows them. */
  readonly action: (index: number, choices: Choices) => string;
  /** The lines of the rule of this number, without its name. */
  readonly rule: (index: number, choices: Choices, size: ShapeSize) => readonly string[];
  /** What stands beside the policies: assertions. */
  readonly beside?: (choices: Choices, size: ShapeSize) => string;
}

/** Writes a condition of a rule. */
export type Condition = (choices: Choices) => string;

const rulesOfFile = 500;

/** The shape of that name: rules one by one, in files of five hundred. */
export function createShape(name: string, { schema, action, rule, beside }: ShapeParts): Shape {
  return {
    name,
    generate: (size) => {
      const choices = seededChoices(1);
      const actions = Array.from(
        { length: size.actions },
        (_, index) => `action ${actionName(index)}${action(index, choices)}\n`,
      );
      const rules = Array.from(
        { length: size.rules },
        (_, index) => `  rule rule_${index}\n    ${rule(index, choices, size).join("\n    ")}\n`,
      );
      return [
        { path: "schema.pol", text: `${schema}\n${actions.join("")}` },
        ...policyFiles(rules),
        ...(beside === undefined ? [] : [{ path: "beside.pol", text: beside(choices, size) }]),
      ];
    },
  };
}

/** Actions belong to twenty servers. */
export function actionName(index: number): string {
  return `server${index % 20}.tool${index}`;
}

/** One action, a few of them, those of a server, or those with a tag. */
export function someActions(choices: Choices, { actions }: ShapeSize, tags: readonly string[] = []): string {
  const one = (): string => actionName(choices.int(0, actions - 1));
  return weighted<() => string>(choices, [
    [70, one],
    [15, () => [...new Set(several(choices, 2, 3, one))].join(", ")],
    [10, () => `server${choices.int(0, Math.min(actions, 20) - 1)}.*`],
    [5, () => tags[choices.int(0, tags.length - 1)] ?? one()],
  ])();
}

/** A quarter denies. */
export function effectOf(choices: Choices): "allow" | "deny" {
  return weighted(choices, [
    [75, "allow"],
    [25, "deny"],
  ] as const);
}

function policyFiles(rules: readonly string[]): SourceFile[] {
  return Array.from({ length: Math.ceil(rules.length / rulesOfFile) }, (_, file) => {
    const ofFile = rules.slice(file * rulesOfFile, (file + 1) * rulesOfFile);
    return { path: `policies/${file}.pol`, text: `policy part_${file} {\n${ofFile.join("\n")}}\n` };
  });
}
