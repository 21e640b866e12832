import { EOF } from "chevrotain";
import type { Failure } from "./explain-failure.js";
import { mark, NumberToken, RegexToken, StringToken, word } from "./tokens.js";

/** What to write instead, for mistakes that people make who come from other languages. */
export function helpForMistake(failure: Failure): string | undefined {
  const helps = [helpForWord, helpForLiteral, helpForDeclaration, helpForMark];
  for (const help of helps) {
    const found = help(failure);
    if (found !== undefined) return found;
  }
  return undefined;
}

const membership =
  'membership is written the other way round: `x in list`; a text is searched with `like "*x*"`';

const operators: ReadonlyMap<string, string> = new Map([
  ["contains", membership],
  ["includes", membership],
  ["startsWith", 'write `like "x*"`'],
  ["startswith", 'write `like "x*"`'],
  ["endsWith", 'write `like "*x"`'],
  ["endswith", 'write `like "*x"`'],
  ["except", "what is excepted has a rule of its own: `deny …`"],
  ["eq", "equality is written `==`"],
  ["equals", "equality is written `==`"],
  ["ne", "inequality is written `!=`"],
  ["neq", "inequality is written `!=`"],
  ["gt", "write `>`"],
  ["gte", "write `>=`"],
  ["ge", "write `>=`"],
  ["lt", "write `<`"],
  ["lte", "write `<=`"],
  ["le", "write `<=`"],
]);

const quantifiers: ReadonlySet<string> = new Set(["exists", "some", "every", "each", "forall", "forAll"]);

/** Whether a word is an operator elsewhere, for which Pol has another. */
export function isForeignOperator(word: string): boolean {
  return operators.has(word);
}

/** Words where an expression, in parentheses or not, or a rule goes on. */
function helpForWord({ expected, found, previous }: Failure): string | undefined {
  if (expected === "`)`") return operators.get(found.image);
  if (!expected.startsWith("an operator")) return undefined;
  if (found.tokenType === word.if || found.image === "where") return "a condition begins with `when`";
  if (quantifiers.has(previous.image)) return "write `any x in list: …`, or `all x in list: …`";
  if (found.tokenType === mark["("] && operators.has(previous.image)) return operators.get(previous.image);
  return operators.get(found.image);
}

function helpForLiteral({ expected, found, previous }: Failure): string | undefined {
  const type = found.tokenType;
  if (type === NumberToken && previous.tokenType === mark["."])
    return 'an IP address is a string: `"10.0.0.1"`';
  if (type === StringToken && expected === "a regular expression") return "write it between slashes: `/…/`";
  if (type === RegexToken && expected === "a pattern in quotes")
    return "`like` takes a pattern with `*` and `?`, and `matches` a regular expression";
  return undefined;
}

/** What stands behind a whole declaration, or in one. */
function helpForDeclaration({ expected, found, previous }: Failure): string | undefined {
  const type = found.tokenType;
  if (expected === "`:` and a type" && type === mark["="]) return "write `name: Type`";
  if (type === mark["["] && /^an? (type|attribute)/.test(expected)) return "a list is `List<T>`";
  if (expected.startsWith("`rule`") && found.image === "default") return "what no rule allows is denied";
  if (expected === "`=`" && type === mark[":"]) return "a definition's type follows from its body";
  if (expected === "`=`" && type === mark["{"]) return "a definition is one expression: `= …`";
  if (expected === "a type" && type === mark["="] && previous.tokenType === mark[":"])
    return "write `const x = 3`, or `const x: Int = 3`";
  if (expected !== "a declaration") return undefined;
  if (type === word.rule) return "rules stand in a policy: `policy NAME { rule NAME allow … }`";
  if (type === mark["["]) return "a list is `List<T>`";
  if (type === mark["?"]) return "what may be absent is an attribute: `name?: T`";
  if (type === NumberToken) return "a range begins with `in`, a length with `length`: `Int in 1..5`";
  if (type !== mark["("]) return undefined;
  return previous.image === "enum"
    ? 'a choice among strings is written `"a" | "b"`'
    : "a type is refined by words: `Int in 1..5`, `String length 1..39`";
}

function helpForMark({ expected, found, previous, next }: Failure): string | undefined {
  const type = found.tokenType;
  if (type === mark["*"] && expected.includes("`anyone`")) return "everybody is `anyone`";
  if (expected === "`:` and the argument's value")
    return 'an obligation\'s arguments are named: `mask(column: "birthday")`';
  if (type === mark[","] && expected === "`)`") return "a list is written in brackets: `[a, b]`";
  if (type === mark[","] && previous.tokenType === word.anything) return "`anything` stands by itself";
  if (type === mark["."] && previous.tokenType === mark["*"])
    return "`*` stands last: every action of a prefix";
  if (type === mark["*"] && expected.endsWith("the next rule"))
    return "`*` stands for all that follows a dot: `server.*`; name the actions, or give them a tag";
  if (type === mark["("]) return "only a name can be called; there are no methods";
  if (type === mark["?"]) return "a choice is written `if a then b else c`, a default `a ?? b`";
  if (type === mark["="] && next.tokenType === mark[">"]) return "`at least` is written `>=`";
  if (type === mark[">"] && previous.tokenType === mark["<"]) return "inequality is written `!=`";
  if (previous.tokenType === mark[".."] && type !== EOF)
    return "a range test has both ends: `n in 1..9`, or `n >= 1`";
  return undefined;
}
