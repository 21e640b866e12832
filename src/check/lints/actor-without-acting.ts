import { contentOf, placedIn } from "../../source/moved.js";
import type { Checker } from "../checker.js";

/**
 * Law: an `allow` that names a type declared `acting for` somebody says in which role. `allow Agent to …` also lets the agent
 * act on its own, which is seldom meant.
 */
export function lintActorWithoutActing(checker: Checker): void {
  for (const rule of checker.declarations.policies.flatMap((policy) => policy.rules)) {
    const { effect, principals } = contentOf(rule).sentence;
    if (effect !== "allow") continue;
    for (const reference of principals) {
      if (reference.kind === "AnyoneReference" || reference.acting) continue;
      const [subject] = checker.schema.entities.get(reference.type.text)?.actingFor ?? [];
      if (subject === undefined) continue;
      const name = reference.type.text;
      checker.report(
        "POL2040",
        placedIn(rule, reference.span),
        `\`${name}\` is allowed both on behalf of somebody and on its own`,
        {
          help: `write \`${name} acting for ${subject}\`, or \`${name} acting alone\``,
        },
      );
    }
  }
}
