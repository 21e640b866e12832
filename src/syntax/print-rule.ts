import { assertNever } from "../util/invariant.js";
import type {
  ActionReference,
  AssertDeclaration,
  Clause,
  EntityReference,
  ObligationCall,
  PrincipalReference,
  RuleDeclaration,
  Sentence,
} from "./ast.js";
import { concat, concatAll, type Doc, group, hardLine, indent, line, render } from "./doc.js";
import { printCommas } from "./print-block.js";
import { bareContext, collectComments, type PrintContext, withComments } from "./print-context.js";
import { argumentsDoc, expressionDoc } from "./print-expression.js";
import { printSegments, printString } from "./print-string.js";
import { printEntityLiteral } from "./print-value.js";
import { lineWidth } from "./print-width.js";

/** A rule as the formatter sets it, without documentation and comments. */
export function printRule(rule: RuleDeclaration): string {
  return render(ruleBody(bareContext(), rule), lineWidth);
}

/** An assertion as the formatter sets it, without documentation and comments. */
export function printAssert(declaration: AssertDeclaration): string {
  return render(assertBody(bareContext(), declaration), lineWidth);
}

/** A clause on one line. */
export function printClause(clause: Clause): string {
  return render(clauseBody(bareContext(), clause), Number.POSITIVE_INFINITY);
}

/** A rule with its comments. */
export function ruleDoc(context: PrintContext, rule: RuleDeclaration): Doc {
  return withComments(context, rule, () => ruleBody(context, rule), rule.documentation);
}

function ruleBody(context: PrintContext, rule: RuleDeclaration): Doc {
  const lines = [...sentenceLines(context, rule.sentence)];
  const { because, obligations } = rule;
  if (because !== undefined) {
    lines.push(withComments(context, because, () => `because ${printString(because.value)}`));
  }
  if (obligations.length > 0) lines.push(obligationsDoc(context, obligations));
  return underHead(`rule ${rule.name.text}`, lines);
}

/** The body of an assertion. */
export function assertBody(context: PrintContext, declaration: AssertDeclaration): Doc {
  return underHead(`assert ${declaration.name.text}`, sentenceLines(context, declaration.sentence));
}

function underHead(head: string, lines: readonly Doc[]): Doc {
  return concat(head, indent(concatAll(lines.flatMap((doc) => [hardLine, doc]))));
}

/** Comments above the first obligation stand above `with`. */
function obligationsDoc(context: PrintContext, obligations: readonly ObligationCall[]): Doc {
  const calls = obligations.map((call) => collectComments(context, call, () => obligationDoc(context, call)));
  const [first] = calls;
  const docs = calls.map((call) => concat(...(call === first ? [] : call.above), call.doc, ...call.behind));
  return concat(...(first?.above ?? []), "with ", printCommas(docs));
}

function obligationDoc(context: PrintContext, call: ObligationCall): Doc {
  if (call.arguments.length === 0) return call.name.text;
  return concat(call.name.text, argumentsDoc(context, call.arguments));
}

function sentenceLines(context: PrintContext, sentence: Sentence): readonly Doc[] {
  const scope = { span: { ...sentence.span, end: endOfScope(sentence) } };
  const head = withComments(context, scope, () => scopeDoc(sentence));
  return [head, ...sentence.clauses.map((clause) => clauseDoc(context, clause))];
}

function endOfScope(sentence: Sentence): number {
  const last = sentence.resources.at(-1) ?? sentence.actions.at(-1);
  return last?.span.end ?? sentence.span.start;
}

function scopeDoc(sentence: Sentence): Doc {
  const principals = printCommas(sentence.principals.map(printPrincipal));
  const actions = printCommas(sentence.actions.map(printAction));
  const resources = printCommas(sentence.resources.map(printReference));
  const parts = [line, "to ", actions];
  if (sentence.resources.length > 0) parts.push(line, "on ", resources);
  return group(`${sentence.effect} `, principals, indent(concat(...parts)));
}

/** Whom a sentence is about. */
export function printPrincipal(principal: PrincipalReference): string {
  return principal.kind === "AnyoneReference" ? "anyone" : printReference(principal);
}

/** A reference to entities as a scope has it. */
export function printReference(reference: EntityReference): string {
  const { type, id, group: within, acting } = reference;
  const text = `${type.text}${id === undefined ? "" : `(${printString(id.value)})`}`;
  const grouped = within === undefined ? text : `${text} in ${printEntityLiteral(within)}`;
  if (acting === undefined) return grouped;
  return acting.kind === "ActingAlone"
    ? `${grouped} acting alone`
    : `${grouped} acting for ${acting.subject.text}`;
}

/** An action, a tag, or a prefix of actions, as a scope has it. */
export function printAction(reference: ActionReference): string {
  switch (reference.kind) {
    case "AnythingReference":
      return "anything";
    case "NamedActionReference":
      return printSegments(reference.segments, "anything") + (reference.wildcard ? ".*" : "");
    default:
      return assertNever(reference);
  }
}

function clauseDoc(context: PrintContext, clause: Clause): Doc {
  return withComments(context, clause, () => clauseBody(context, clause));
}

function clauseBody(context: PrintContext, clause: Clause): Doc {
  return concat(`${clause.keyword} `, expressionDoc(context, clause.condition));
}
