import type { TokenType } from "chevrotain";
import { DottedStart, mark, Name, StringToken, word } from "./tokens.js";

/** The words that begin declarations, each with the tokens that can come second: how error recovery knows one. */
export const declarationSuccessors: ReadonlyMap<TokenType, TokenType> = new Map([
  [word.use, DottedStart],
  [word.entity, Name],
  [word.principal, Name],
  [word.action, DottedStart],
  [word.refine, word.action],
  [word.tag, Name],
  [word.context, mark["{"]],
  [word.type, Name],
  [word.const, Name],
  [word.def, Name],
  [word.obligation, Name],
  [word.remedy, Name],
  [word.policy, Name],
  [word.assert, Name],
  [word.fixture, Name],
  [word.test, StringToken],
]);
