import type { PolicySet } from "../check/typed-policy-set.js";
import { type Code, js, literal } from "./code.js";
import { emitFoldedRules, isFolded } from "./fold-rules.js";
import type { ModuleParts } from "./module-parts.js";
import type { Places } from "./places.js";

/** Emits the module's table of what decisions say about rules: their ids, and what denies give as their reason. Gives its name. */
export function emitFacts(parts: ModuleParts, { rules, digest }: PolicySet, places: Places): Code {
  return parts.define("facts", "rule_facts", (name) => {
    if (!isFolded(rules)) return js`const ${name} = ${parts.runtime("factsOf")}(policySet);`;
    const folded = emitFoldedRules(parts, rules, places);
    return js`const ${name} = { digest: ${literal(digest)}, ids: ${folded}.ids, because: ${folded}.because };`;
  });
}
