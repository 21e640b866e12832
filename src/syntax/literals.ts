import type { SignedLiteral } from "./ast.js";
import { numberValue } from "./scan-literals.js";
import { DurationToken, type Token } from "./tokens.js";

/** The node of a number's or duration's token, with the sign before it where there is one. */
export function literalOf(token: Token, file: string, sign?: Token): SignedLiteral {
  const text = sign === undefined ? token.image : `-${token.image}`;
  const span = { file, start: (sign ?? token).startOffset, end: (token.endOffset ?? 0) + 1 };
  if (token.tokenType === DurationToken)
    return { kind: "DurationLiteral", span, milliseconds: numberValue(text), text };
  return { kind: "NumberLiteral", span, value: numberValue(text) + 0, integer: !text.includes("."), text };
}
