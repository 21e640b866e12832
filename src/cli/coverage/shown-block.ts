import { printTestBlock } from "../../analysis/print-test-block.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Decision } from "../../runtime/decision.js";
import { printString } from "../../syntax/print-string.js";
import type { JsonObject } from "../../util/json-object.js";

/** How long a test may be that is shown among others. */
const longest = 4_000;

/** Whether nobody would read a `test` block, such as one with a text of 100,000 characters. */
export function isTooLong(block: string): boolean {
  return block.length > longest;
}

/** A comment in the place of a `test` block that is too long: how long it is. */
export function longBlockNote(name: string, block: string): string {
  return `// test ${printString(name)} has ${block.length.toLocaleString("en")} characters: polc gen-tests --long writes it.`;
}

/** A `test` block, without the last line feed; of one that is too long, how long it is. */
export function shownBlock(
  policySet: PolicySet,
  name: string,
  request: JsonObject,
  decision: Decision,
): string {
  const block = printTestBlock(policySet, name, request, decision).trimEnd();
  return isTooLong(block) ? longBlockNote(name, block) : block;
}
