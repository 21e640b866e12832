import type { BodyCall, BodyClause, RuleBody } from "../ir/decision-graph.js";
import { clausesToAsk } from "../ir/index/cheap-first.js";
import type { ValueNode } from "../ir/node.js";
import {
  blockComment,
  type Code,
  indented,
  join,
  js,
  lines,
  literal,
  mapped,
  nothing,
  propertyName,
} from "./code.js";
import { emitJsonForm } from "./emit-json.js";
import { emitQuestions } from "./emit-questions.js";
import { relationsLast, testsRelation } from "./emit-related.js";
import { emitModal, emitOpposite, type Modality } from "./emit-unknown.js";
import { createEmitter, type Emitter } from "./emitter.js";
import {
  bind,
  conditional,
  type Expression,
  functionDeclaration,
  objectLiteral,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";
import { canBeUnknown, type Input, inputName, inputsOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";

/** A function of a module and what it takes. */
export interface EmittedFunction {
  readonly name: Code;
  readonly inputs: readonly Input[];
}

/** The functions of one rule. */
export interface EmittedRule {
  /** Gives whether the rule's condition is true; null for an error, if it can err. */
  readonly matches: EmittedFunction;
  /** For `mayAllow`: whether an allow possibly, a deny certainly matches. The same function where that asks for nothing unknown. */
  readonly modal: EmittedFunction;
  /** Gives the remedies or obligations, if the rule has any: each a call, or null where an argument is an error. */
  readonly calls: EmittedFunction | undefined;
  /** Gives the questions that what it tests of relations asks, if it tests any. */
  readonly questions: EmittedFunction | undefined;
  readonly code: Code;
}

/** Emits the functions of a rule. `comment` says which rule it is and how it reads. */
export function emitRule(parts: ModuleParts, body: RuleBody, comment: Code): EmittedRule {
  const hint = body.rule.id;
  const tests = body.clauses.map(({ test }) => test);
  const inputs = inputsOf(tests);
  const matches = { name: parts.names.name(`rule ${body.id}`, hint), inputs };
  const hasModal = body.rule.effect !== "oblige" && (inputs.some(canBeUnknown) || tests.some(testsRelation));
  const modal = hasModal
    ? { name: parts.names.name(`modal ${body.id}`, `${hint}_${modalityOf(body)}`), inputs }
    : matches;
  const calls = emitCalls(parts, body);
  const questions = tests.some(testsRelation)
    ? { name: parts.names.name(`questions ${body.id}`, `${hint}_questions`), inputs }
    : undefined;
  const code = lines([
    comment,
    emitMatches(parts, body, matches),
    ...(hasModal ? [nothing, emitModalFunction(parts, body, modal)] : []),
    ...(questions === undefined ? [] : [nothing, emitQuestionsFunction(parts, body, questions)]),
    ...(calls === undefined ? [] : [nothing, calls.code]),
  ]);
  return { matches, modal, calls: calls?.function, questions, code };
}

/** What `mayAllow` asks of a rule: whether it possibly matches if it allows, else whether it certainly does. */
export function modalityOf({ rule }: RuleBody): Modality {
  return rule.effect === "allow" ? "possible" : "certain";
}

function emitFunction(
  parts: ModuleParts,
  { rule }: RuleBody,
  { name, inputs }: EmittedFunction,
  code: Code,
): Code {
  const parameters = inputs.map((input) => inputName(parts.names, input));
  return mapped(rule.span, functionDeclaration(name, parameters, [code]));
}

/** The condition: one expression, or clause by clause where it can err. */
function emitMatches(parts: ModuleParts, body: RuleBody, target: EmittedFunction): Code {
  const emitter = createEmitter(parts);
  if (body.condition.kind === "settled") {
    return emitFunction(parts, body, target, js`return ${literal(body.condition.value)};`);
  }
  if (body.condition.canErr)
    return emitFunction(
      parts,
      body,
      target,
      emitErringClauses(
        emitter,
        relationsLast(body.clauses, ({ test }) => test),
      ),
    );
  const operands = clausesToAsk(body).map(({ test, span }) => ({ span, expression: emitter.test(test) }));
  return emitFunction(parts, body, target, withVariables(emitter, emitReturn(operands)));
}

function withVariables(emitter: Emitter, code: Code): Code {
  const variables = emitter.variables();
  return variables === nothing ? code : lines([variables, code]);
}

interface Conjunct {
  readonly span: BodyClause["span"];
  readonly expression: Expression;
}

/** `return a && b;`, one operand a line where there is more than fits on one. */
function emitReturn(conjuncts: readonly Conjunct[]): Code {
  const level = conjuncts.length > 1 ? precedence.and : 0;
  const codes = conjuncts.map(({ span, expression }) => mapped(span, bind(expression, level)));
  if (codes.length === 0) return js`return true;`;
  const line = js`return ${join(codes, " && ")};`;
  if (line.text.length <= 90 && !line.text.includes("\n")) return line;
  const rows = codes.map((code, index) => (index < codes.length - 1 ? js`${code} &&` : code));
  return lines([js`return (`, indented(lines(rows)), js`);`]);
}

/** A clause that is false decides at once; one that is an error does so only if no later one is false. */
function emitErringClauses(emitter: Emitter, clauses: readonly BodyClause[]): Code {
  const outcomes: Code[] = [];
  const statements = clauses.flatMap(({ test, span }, index) => {
    if (!test.canErr) return [mapped(span, js`if (${emitOpposite(emitter, test).code}) return false;`)];
    const outcome = emitter.parts.names.name(`clause ${index}`, `clause_${index + 1}`);
    outcomes.push(outcome);
    return [
      mapped(span, js`const ${outcome} = ${emitter.test(test).code};`),
      js`if (${outcome} === false) return false;`,
    ];
  });
  const result = outcomes.reduce((sum, outcome) => js`${sum} && ${outcome}`);
  return withVariables(emitter, lines([...statements, js`return ${result};`]));
}

function emitModalFunction(parts: ModuleParts, body: RuleBody, target: EmittedFunction): Code {
  const emitter = createEmitter(parts);
  const clauses = clausesToAsk(body);
  const tests = clauses.map(({ test }) => test);
  const emitted = emitModal(emitter, tests, modalityOf(body));
  const conjuncts = clauses.flatMap(({ span }, index) => {
    const expression = emitted[index];
    return expression === undefined ? [] : [{ span, expression }];
  });
  return emitFunction(parts, body, target, withVariables(emitter, emitReturn(conjuncts)));
}

/** The function that gives what a rule asks about relations. */
function emitQuestionsFunction(parts: ModuleParts, body: RuleBody, target: EmittedFunction): Code {
  const emitter = createEmitter(parts);
  const statements = emitQuestions(
    emitter,
    body.clauses.map(({ test }) => test),
  );
  const code = lines([js`const questions = [];`, ...statements, js`return questions;`]);
  return emitFunction(parts, body, target, withVariables(emitter, code));
}

/** The function that gives the remedies of a deny, the obligations of an oblige; undefined where there are none. */
export function emitCalls(
  parts: ModuleParts,
  body: RuleBody,
): { readonly function: EmittedFunction; readonly code: Code } | undefined {
  const calls = [...body.remedies, ...body.obligations];
  if (calls.length === 0) return undefined;
  const values = calls.flatMap((call) => call.arguments.map(({ value }) => value));
  const word = body.rule.effect === "deny" ? "remedies" : "obligations";
  const target = {
    name: parts.names.name(`calls ${body.id}`, `${body.rule.id}_${word}`),
    inputs: inputsOf(values),
  };
  const emitter = createEmitter(parts);
  const codes = calls.map((call) => js`${emitCall(emitter, call)},`);
  const list = lines([js`return [`, indented(lines(codes)), js`];`]);
  return { function: target, code: emitFunction(parts, body, target, withVariables(emitter, list)) };
}

/** `{ name: "mask", arguments: … }`; null where an argument is an error. */
function emitCall(emitter: Emitter, call: BodyCall): Code {
  const checks: Expression[] = [];
  const members = call.arguments.map(({ name, type, value }) => {
    const emitted = emitter.path(value);
    const isThere = isAlwaysThere(value);
    const kept = value.canErr || !isThere ? emitter.reuse(emitted) : { first: emitted, again: emitted };
    if (value.canErr) checks.push(kept.first);
    const json = emitJsonForm(emitter.parts, type, value, kept.again);
    const member = js`${propertyName(name)}: ${json.code}`;
    if (isThere) return member;
    const isPresent = strictlyEqual(
      value.canErr ? kept.again : kept.first,
      primary(literal(undefined)),
      false,
    );
    return js`...(${isPresent.code} && { ${member} })`;
  });
  const object = primary(js`{ name: ${literal(call.name)}, arguments: ${objectLiteral(members)} }`);
  const isNull = (value: Expression) => strictlyEqual(value, primary(literal(null)));
  return checks.reduceRight((rest, value) => conditional(isNull(value), primary(literal(null)), rest), object)
    .code;
}

/** Whether a value is never absent; of what is read of a request, that is not known here. */
function isAlwaysThere({ kind }: ValueNode): boolean {
  return kind === "constant" || kind === "list" || kind === "entity" || kind === "arithmetic";
}

/** What stands above a rule's functions. */
export function ruleComment(body: RuleBody, place: string): Code {
  return blockComment([
    `${body.rule.id} (${place})`,
    ...body.rule.documentation,
    "",
    ...body.rule.text.split("\n"),
  ]);
}
