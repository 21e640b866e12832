import type { Effect } from "../../syntax/ast.js";
import { type Code, indented, js, lines } from "../code.js";
import type { ModuleParts } from "../module-parts.js";

/** What is asked of the row `row`, and what is noted. */
export interface MatchParts {
  readonly effect: Effect;
  /** What is left to ask; undefined where a row that is found matches. */
  readonly test: Code | undefined;
  /** The call that gives its remedies or obligations. */
  readonly calls: Code | undefined;
  /** The number of its rule. */
  readonly rule: Code;
}

/** Emits what is done with the row `row` in a function that gives true to stop: it is asked, and noted if it matches. */
export function emitMatch(parts: ModuleParts, { effect, test, calls, rule }: MatchParts): readonly Code[] {
  switch (effect) {
    case "deny": {
      const denied = js`${parts.runtime("denied")}(found, ${rule})`;
      if (calls === undefined) return [js`if (${both(test, denied)}) return true;`];
      const noted = [
        js`if (${denied}) return true;`,
        js`${parts.runtime("remediable")}(found, ${rule}, ${calls});`,
      ];
      return test === undefined ? noted : [js`if (${test}) {`, indented(lines(noted)), js`}`];
    }
    case "oblige": {
      const noted = js`${parts.runtime("obliged")}(found, ${rule}, ${calls ?? js`[]`});`;
      return [test === undefined ? noted : js`if (${test}) ${noted}`];
    }
    case "allow":
      return [js`if (${both(test, js`${parts.runtime("allowed")}(found, ${rule})`)}) return true;`];
    default:
      return effect satisfies never;
  }
}

/** What is done as soon as there is a row: where nothing is left to ask, that is all that somebody who wants no more than the answer has to know. */
export function emitAtOnce({ effect, test }: Pick<MatchParts, "effect" | "test">): readonly Code[] {
  return effect !== "oblige" && test === undefined ? [js`if (found === undefined) return true;`] : [];
}

function both(test: Code | undefined, then: Code): Code {
  return test === undefined ? then : js`${test} && ${then}`;
}
