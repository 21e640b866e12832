import type { PolicySet } from "../check/typed-policy-set.js";
import { type Code, indented, js, lines, literal } from "./code.js";
import { emitColumn } from "./emit-column.js";
import { emitTexts, isFolded } from "./fold-rules.js";
import type { ModuleParts } from "./module-parts.js";

/** Emits the module's table of what decisions say about rules: their ids, and what denies give as their reason. Gives its name. */
export function emitFacts(parts: ModuleParts, { rules, digest }: PolicySet): Code {
  return parts.define("facts", "rule_facts", (name) => {
    if (!isFolded(rules)) return js`const ${name} = ${parts.runtime("factsOf")}(policySet);`;
    const members = [
      js`digest: ${literal(digest)}`,
      js`ids: ${emitColumn(rules.map(({ id }) => literal(id)))}`,
      js`because: ${emitTexts(rules.map(({ because }) => because))}`,
    ];
    return lines([js`const ${name} = {`, indented(lines(members.map((member) => js`${member},`))), js`};`]);
  });
}
