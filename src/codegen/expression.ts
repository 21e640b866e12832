import { type Code, indented, js, lines, nothing } from "./code.js";

/** JavaScript's precedences, as far as generated code has them; a higher one binds tighter. */
export const precedence = {
  arrow: 1,
  conditional: 2,
  coalesce: 3,
  or: 4,
  and: 5,
  equality: 9,
  relational: 10,
  additive: 12,
  multiplicative: 13,
  unary: 15,
  member: 18,
  primary: 20,
} as const;

/** Code of an expression, and how tightly it binds. */
export interface Expression {
  readonly code: Code;
  readonly level: number;
}

/** An expression of this precedence. */
export function expression(level: number, code: Code): Expression {
  return { code, level };
}

/** A name, a literal, or what is in parentheses. */
export function primary(code: Code): Expression {
  return { code, level: precedence.primary };
}

/** A call or a property: what a `.` can follow. */
export function postfix(code: Code): Expression {
  return { code, level: precedence.member };
}

/** The code, in parentheses where it binds less tightly than asked. */
export function bind({ code, level }: Expression, atLeast: number): Code {
  if (level >= atLeast) return code;
  return code.text.includes("\n") ? lines([js`(`, indented(code), js`)`]) : js`(${code})`;
}

/** A comparison or calculation, left-associative. */
export function infix(level: number, left: Expression, operator: Code, right: Expression): Expression {
  return { code: js`${bind(left, level)} ${operator} ${bind(right, level + 1)}`, level };
}

/** `a === b`, or `a !== b`. */
export function strictlyEqual(left: Expression, right: Expression, equal = true): Expression {
  return infix(precedence.equality, left, equal ? js`===` : js`!==`, right);
}

/** `!a` */
export function negation(operand: Expression): Expression {
  return { code: js`!${bind(operand, precedence.unary)}`, level: precedence.unary };
}

/** `a ? b : c` */
export function conditional(test: Expression, consequent: Expression, alternate: Expression): Expression {
  const code = js`${bind(test, precedence.coalesce)} ? ${bind(consequent, precedence.conditional)} : ${bind(alternate, precedence.conditional)}`;
  return { code, level: precedence.conditional };
}

/** `a && b && …`, `a || b || …`; the neutral value where there is nothing to join. */
export function junction(kind: "and" | "or", operands: readonly Expression[]): Expression {
  const [first, ...others] = operands;
  if (first === undefined) return primary(kind === "and" ? js`true` : js`false`);
  if (others.length === 0) return first;
  const level = precedence[kind];
  const operator = kind === "and" ? js`&&` : js`||`;
  // `&&` inside `||` gets parentheses that it does not need, but that a reader does.
  const codes = operands.map((operand) =>
    bind(operand, kind === "or" && operand.level === precedence.and ? precedence.primary : level),
  );
  const line = codes.reduce((sum, code) => js`${sum} ${operator} ${code}`);
  if (line.text.length <= 90 && !line.text.includes("\n")) return { code: line, level };
  return {
    code: lines(codes.map((code, index) => (index < others.length ? js`${code} ${operator}` : code))),
    level,
  };
}

/** Whether evaluating it twice costs nothing and reads well: a name, or properties of one. */
export function isSimple({ code }: Expression): boolean {
  return /^[\w$.]+$/.test(code.text);
}

/** `return a;`, in parentheses where it takes several lines. */
export function returnStatement({ code }: Expression): Code {
  return code.text.includes("\n") ? lines([js`return (`, indented(code), js`);`]) : js`return ${code};`;
}

/** `if (test) return a;`, in braces where that takes several lines. */
export function returnIf(test: Code, result: Expression): Code {
  const statement = returnStatement(result);
  if (!statement.text.includes("\n")) return js`if (${test}) ${statement}`;
  return lines([js`if (${test}) {`, indented(statement), js`}`]);
}

/** A function declaration. */
export function functionDeclaration(
  name: Code,
  parameters: readonly Code[],
  statements: readonly Code[],
): Code {
  return js`function ${name}${functionDefinition(parameters, statements)}`;
}

/** A function declaration from its parameters on. */
export function functionDefinition(parameters: readonly Code[], statements: readonly Code[]): Code {
  return lines([js`(${commaList(parameters)}) {`, indented(lines(statements)), js`}`]);
}

/** A call. */
export function call(target: Code, parameters: readonly Code[]): Expression {
  return postfix(js`${target}(${commaList(parameters)})`);
}

/** What stands between parentheses, one a line where there is more than fits on one. */
function commaList(codes: readonly Code[]): Code {
  const line = js`${codes}`;
  if (line.text.length <= 90 && !line.text.includes("\n")) return line;
  return lines([nothing, indented(lines(codes.map((code) => js`${code},`))), nothing]);
}

/** `[a, b]` */
export function listLiteral(elements: readonly Code[]): Code {
  return js`[${commaList(elements)}]`;
}

/** `{ a: b, c: d }`, of whole members. */
export function objectLiteral(members: readonly Code[]): Code {
  if (members.length === 0) return js`{}`;
  const list = commaList(members);
  return list.text.includes("\n") ? js`{${list}}` : js`{ ${list} }`;
}
