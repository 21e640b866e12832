import { type Code, js } from "./code.js";
import type { ModuleParts } from "./module-parts.js";

/** The name of the module's table of what decisions say about rules: their ids, and what denies give as their reason. */
export function emitFacts(parts: ModuleParts): Code {
  return parts.define(
    "facts",
    "rule_facts",
    (name) => js`const ${name} = ${parts.runtime("factsOf")}(policySet);`,
  );
}
