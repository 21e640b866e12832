import type { SourceFile } from "../../source/source-file.js";
import { type Choices, chance, shuffled } from "../choices.js";
import { generateCallables } from "./callables.js";
import { generateCondition } from "./conditions.js";
import { useLibraries } from "./libraries.js";
import { emptySchema, type Generation } from "./model.js";
import { createNamer } from "./names.js";
import { generatePolicies } from "./rules.js";
import { generateSchema } from "./schema.js";
import type { Grow } from "./scope.js";
import { generateTests } from "./test-blocks.js";
import { generateValue } from "./values.js";

const grow: Grow = { condition: generateCondition, value: generateValue };

/**
 * A random policy set that is well typed by construction, as the text of one to three files. `size` bounds the rules of a
 * policy.
 *
 * The generator knows the types of what it declares ({@link emptySchema}) and makes expressions from the type down, as a
 * checker checks them from the expression up: it shares no code with the checker but the relations between types.
 */
export function generatePolicySet(choices: Choices, size = 6): readonly SourceFile[] {
  const generation: Generation = {
    choices,
    namer: createNamer(choices),
    schema: emptySchema(),
    declarations: [],
  };
  useLibraries(generation);
  generateSchema(generation);
  generateCallables(generation, grow);
  const rules = generatePolicies(generation, grow, size);
  generateTests(generation, rules);
  return filesOf(choices, generation.declarations);
}

/** The declarations in some order in some files: neither shows in what they mean. */
function filesOf(choices: Choices, declarations: readonly string[]): SourceFile[] {
  const paths = ["policies.pol", "schema/entities.pol", "z.pol"].slice(0, choices.int(1, 3));
  const ordered = chance(choices, 50) ? shuffled(choices, declarations) : declarations;
  const texts = new Map<string, string[]>(paths.map((path) => [path, []]));
  ordered.forEach((declaration) => {
    const path = paths[choices.int(0, paths.length - 1)] ?? "policies.pol";
    const comment = chance(choices, 5) ? "// A comment: naïve ☃ */\n" : "";
    texts.get(path)?.push(`${comment}${documentation(choices, declaration)}${declaration}\n`);
  });
  return [...texts].map(([path, parts]) => ({ path, text: parts.join("\n") }));
}

function documentation(choices: Choices, declaration: string): string {
  return !declaration.startsWith("///") && chance(choices, 8) ? "/// Documented.\n" : "";
}
