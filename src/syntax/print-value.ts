import { assertNever } from "../util/invariant.js";
import type { EntityLiteral, EntityValue, RecordValue, ValueNode } from "./ast.js";
import { concat, type Doc, render } from "./doc.js";
import { printBraces, printList } from "./print-block.js";
import { bareContext, breaksBetween, type PrintContext, withComments } from "./print-context.js";
import { printAttributeName, printString } from "./print-string.js";

/** A value on one line. */
export function printValue(value: ValueNode): string {
  return render(valueDoc(bareContext(), value), Number.POSITIVE_INFINITY);
}

/** A value of a constant, a fixture or a test. */
export function valueDoc(context: PrintContext, value: ValueNode): Doc {
  switch (value.kind) {
    case "BooleanLiteral":
      return String(value.value);
    case "NumberLiteral":
    case "DurationLiteral":
      return value.text;
    case "StringLiteral":
      return printString(value.value);
    case "ListValue":
      return printList(
        "[",
        value.elements.map((element) => anchoredDoc(context, element)),
        "]",
      );
    case "RecordValue":
      return recordDoc(context, value);
    case "EntityValue":
      return entityValueDoc(context, value);
    default:
      return assertNever(value);
  }
}

function anchoredDoc(context: PrintContext, value: ValueNode): Doc {
  return withComments(context, value, () => valueDoc(context, value));
}

/** A record of values. */
export function recordDoc(context: PrintContext, record: RecordValue): Doc {
  const items = record.entries.map((entry) => ({
    span: { ...entry.name.span, end: entry.value.span.end },
    entry,
  }));
  const print = ({ span, entry }: (typeof items)[number]) =>
    withComments(context, { span }, () =>
      concat(`${printAttributeName(entry.name)}: `, valueDoc(context, entry.value)),
    );
  const start = items[0]?.span.start ?? record.span.end;
  const opened = breaksBetween(context, record.span.start, start);
  return printBraces(context, { end: record.span.end, items, print }, opened);
}

/** An entity with its ancestors and its properties, or the name of a fixture. */
export function entityValueDoc(context: PrintContext, value: EntityValue): Doc {
  const id = value.id === undefined ? "" : printString(value.id.value);
  const head = value.parentheses ? `${value.name.text}(${id})` : value.name.text;
  const ancestors = value.ancestors.map((ancestor) => ` in ${printEntityLiteral(ancestor)}`).join("");
  const properties = value.properties === undefined ? "" : concat(" ", recordDoc(context, value.properties));
  return concat(head + ancestors, properties);
}

/** `Team("sales")` */
export function printEntityLiteral(literal: EntityLiteral): string {
  return `${literal.type.text}(${printString(literal.id.value)})`;
}
