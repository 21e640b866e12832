import type { LikeNode } from "../ir/node.js";
import type { LikeToken } from "../syntax/like-pattern.js";
import { assertNever } from "../util/invariant.js";
import { type Code, js, literal } from "./code.js";
import type { Emitter } from "./emitter.js";
import {
  bind,
  type Expression,
  infix,
  isSimple,
  junction,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";

/** Emits `like`: by the host's own string functions where the pattern has the shape of one. */
export function emitLike(emitter: Emitter, { operand, pattern }: LikeNode): Expression {
  const text = emitter.value(operand);
  const shape = pattern
    .map(({ kind }) => (kind === "any-run" ? "*" : kind === "any-one" ? "?" : "a"))
    .join("");
  const [first = "", last = ""] = pattern.flatMap((token) => (token.kind === "text" ? [token.value] : []));
  const target = () => bind(text, precedence.member);
  switch (shape) {
    case "":
    case "a":
      return strictlyEqual(text, primary(literal(first)));
    case "*":
      return primary(literal(true));
    case "a*":
      return postfix(js`${target()}.startsWith(${literal(first)})`);
    case "*a":
      return postfix(js`${target()}.endsWith(${literal(first)})`);
    case "*a*":
      return postfix(js`${target()}.includes(${literal(first)})`);
    case "a*a":
      if (isSimple(text)) return emitBothEnds(text, first, last);
      break;
    default:
      break;
  }
  return postfix(js`${emitter.parts.runtime("matchesGlob")}(${text.code}, ${emitGlob(emitter, pattern)})`);
}

/** The two ends must not overlap. */
function emitBothEnds({ code }: Expression, first: string, last: string): Expression {
  const length = primary(literal(first.length + last.length));
  return junction("and", [
    postfix(js`${code}.startsWith(${literal(first)})`),
    postfix(js`${code}.endsWith(${literal(last)})`),
    infix(precedence.relational, postfix(js`${code}.length`), js`>=`, length),
  ]);
}

function emitGlob({ parts }: Emitter, pattern: readonly LikeToken[]): Code {
  const tokens = pattern.map(globToken);
  return parts.define(
    `glob ${JSON.stringify(tokens)}`,
    "the_glob",
    (name) => js`const ${name} = [${tokens.map(literal)}];`,
  );
}

function globToken(token: LikeToken): string | 0 | 1 {
  switch (token.kind) {
    case "text":
      return token.value;
    case "any-run":
      return 0;
    case "any-one":
      return 1;
    default:
      return assertNever(token);
  }
}
