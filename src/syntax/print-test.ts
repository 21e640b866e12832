import { assertNever } from "../util/invariant.js";
import type { RuleReference, TestDeclaration, TestExpectation, TestItem, TestTuple } from "./ast.js";
import { concat, type Doc } from "./doc.js";
import { printCommas, printLines } from "./print-block.js";
import { type PrintContext, withComments } from "./print-context.js";
import { printSegments, printString } from "./print-string.js";
import { entityValueDoc, printEntityLiteral, recordDoc } from "./print-value.js";

/** The body of a test. */
export function testDoc(context: PrintContext, test: TestDeclaration): Doc {
  const block = {
    end: test.span.end,
    items: test.items,
    print: (item: TestItem) => withComments(context, item, () => itemDoc(context, item)),
  };
  return concat(`test ${printString(test.name.value)} `, printLines(context, block));
}

function itemDoc(context: PrintContext, item: TestItem): Doc {
  switch (item.kind) {
    case "TestEntity":
      return concat(`${item.role} `, entityValueDoc(context, item.value));
    case "TestAction":
      return withRecord(context, `action ${printSegments(item.name.segments)}`, item.properties);
    case "TestContext":
      return withRecord(context, item.fixture ? `context ${item.fixture.text}` : "context", item.properties);
    case "TestTuple":
      return printTuple(item);
    case "TestExpectation":
      return expectationDoc(item);
    default:
      return assertNever(item);
  }
}

function withRecord(
  context: PrintContext,
  head: string,
  record: Parameters<typeof recordDoc>[1] | undefined,
): Doc {
  return record === undefined ? head : concat(`${head} `, recordDoc(context, record));
}

function printTuple(tuple: TestTuple): string {
  const id = tuple.subjectId === undefined ? ".*" : `(${printString(tuple.subjectId.value)})`;
  const relation = tuple.subjectRelation === undefined ? "" : `.${tuple.subjectRelation.text}`;
  const subject = `${tuple.subjectType.text}${id}${relation}`;
  return `given ${subject} is ${tuple.relation.text} of ${printEntityLiteral(tuple.object)}`;
}

function expectationDoc(expectation: TestExpectation): Doc {
  const parts: Doc[] = [`expect ${expectation.decision}`];
  if (expectation.by.length > 0) parts.push(" by ", printCommas(expectation.by.map(printRuleReference)));
  if (expectation.because !== undefined) parts.push(` because ${printString(expectation.because.value)}`);
  if (expectation.obliging.length > 0) {
    parts.push(" obliging ", printCommas(expectation.obliging.map((name) => name.text)));
  }
  return concat(...parts);
}

function printRuleReference({ policy, rule }: RuleReference): string {
  return policy === undefined ? rule.text : `${policy.text}.${rule.text}`;
}
