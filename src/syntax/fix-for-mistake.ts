import type { Fix } from "../diagnostics/diagnostic.js";
import { deleting, replacing } from "../diagnostics/fix.js";
import type { Failure } from "./explain-failure.js";
import { Identifier, mark, type Token, word } from "./tokens.js";

/** The fix of a mistake that people make who come from other languages, where what was meant can be written in one way only. */
export function fixForMistake(failure: Failure): Fix | undefined {
  for (const fix of [fixForWord, fixForField, fixForMark]) {
    const found = fix(failure);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words of other languages that are another word, or a symbol, in Pol. */
const ownWords: ReadonlyMap<string, string> = new Map([
  ["where", "when"],
  ["eq", "=="],
  ["equals", "=="],
  ["ne", "!="],
  ["neq", "!="],
  ["gt", ">"],
  ["gte", ">="],
  ["ge", ">="],
  ["lt", "<"],
  ["lte", "<="],
  ["le", "<="],
]);

/** Where an expression or a rule goes on. */
function fixForWord({ expected, found, spanOf }: Failure): Fix | undefined {
  const own = expected.startsWith("an operator") ? ownWords.get(found.image) : undefined;
  return own === undefined ? undefined : replacing(spanOf(found), own, `write \`${own}\``);
}

/** Between the name of an attribute or a constant and its type or value. */
function fixForField({ expected, found, previous, spanOf }: Failure): Fix | undefined {
  const assigns = found.tokenType === mark["="];
  if (expected === "a type" && assigns && previous.tokenType === mark[":"])
    return deleting(spanOf(previous), "delete the colon");
  if (expected !== "`:` and a type") return undefined;
  const { file, end } = spanOf(previous);
  if (assigns) return replacing({ ...spanOf(found), start: end }, ":", "write `:`");
  const areNames = previous.tokenType === Identifier && found.tokenType === Identifier;
  if (!areNames || found.startLine !== previous.startLine) return undefined;
  return replacing({ file, start: end, end }, ":", "write `:`");
}

function fixForMark({ expected, found, previous, next, spanOf }: Failure): Fix | undefined {
  const type = found.tokenType;
  if (type === mark["*"] && expected.includes("`anyone`") && next.tokenType === word.to)
    return replacing(spanOf(found), "anyone", "write `anyone`");
  if (type === mark[">"] && previous.tokenType === mark["<"] && touch(previous, found))
    return replacing({ ...spanOf(previous), end: spanOf(found).end }, "!=", "write `!=`");
  return undefined;
}

function touch(left: Token, right: Token): boolean {
  return (left.endOffset ?? 0) + 1 === right.startOffset;
}
