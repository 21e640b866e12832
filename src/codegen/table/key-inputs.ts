import type { KeyTest } from "../../ir/index/key-test.js";
import { entityInput, type Input, inputsOf } from "../input.js";

/** What a look-up by a key reads of the request. */
export function keyInputs({ kind, operand }: KeyTest): readonly Input[] {
  if (kind === "ancestor" && operand.kind === "root") return [entityInput(operand.name, "ancestors")];
  return inputsOf([operand]);
}
