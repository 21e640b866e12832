import { printTestBlock } from "../../analysis/print-test-block.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Decision } from "../../runtime/decision.js";
import { printString } from "../../syntax/print-string.js";
import type { JsonObject } from "../../util/json-object.js";

/** How long a test may be that is shown among others. */
const longest = 4_000;

/** A `test` block, without the last line feed; of one that nobody would read, such as one with a text of 100,000 characters, how long it is. */
export function shownBlock(
  policySet: PolicySet,
  name: string,
  request: JsonObject,
  decision: Decision,
): string {
  const block = printTestBlock(policySet, name, request, decision).trimEnd();
  if (block.length <= longest) return block;
  return `// test ${printString(name)} has ${block.length.toLocaleString("en")} characters: polc gen-tests writes it.`;
}
