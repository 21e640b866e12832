import { assertNever } from "../util/invariant.js";
import type {
  FieldDeclaration,
  LengthRefinement,
  NamedType,
  Parameter,
  RangeRefinement,
  RecordType,
  Refinement,
  TypeNode,
} from "./ast.js";
import { concat, type Doc, group, indent, join, line, render } from "./doc.js";
import { printBraces, printList } from "./print-block.js";
import { bareContext, breaksBetween, type PrintContext, withComments } from "./print-context.js";
import { printAttributeName, printString } from "./print-string.js";

/** A type as written, on one line. */
export function printType(type: TypeNode): string {
  return render(typeDoc(bareContext(), type), Number.POSITIVE_INFINITY);
}

/** A type. */
export function typeDoc(context: PrintContext, type: TypeNode): Doc {
  switch (type.kind) {
    case "LiteralType":
      return printString(type.value);
    case "NamedType":
      return namedTypeDoc(context, type);
    case "RecordType":
      return recordTypeDoc(context, type);
    case "UnionType": {
      const alternatives = type.alternatives.map((alternative) => typeDoc(context, alternative));
      return group(indent(join(concat(line, "| "), alternatives)));
    }
    default:
      return assertNever(type);
  }
}

function namedTypeDoc(context: PrintContext, type: NamedType): Doc {
  const argument = type.argument === undefined ? "" : concat("<", typeDoc(context, type.argument), ">");
  const refinements = type.refinements.map((refinement) => ` ${printRefinement(refinement)}`);
  return concat(type.name.text, argument, ...refinements);
}

function printRefinement(refinement: Refinement): string {
  switch (refinement.kind) {
    case "RangeRefinement":
      return `in ${printRange(refinement)}`;
    case "LengthRefinement":
      return `length ${refinement.exact ? (refinement.minimum?.text ?? "0") : printRange(refinement)}`;
    case "PatternRefinement":
      return `matches /${refinement.pattern.source}/`;
    case "SecretRefinement":
      return "secret";
    default:
      return assertNever(refinement);
  }
}

function printRange({ minimum, maximum }: RangeRefinement | LengthRefinement): string {
  return `${minimum?.text ?? ""}..${maximum?.text ?? ""}`;
}

function recordTypeDoc(context: PrintContext, type: RecordType): Doc {
  const start = type.fields[0]?.span.start ?? type.span.end;
  const block = {
    end: type.span.end,
    items: type.fields,
    print: (field: FieldDeclaration) => fieldDoc(context, field),
    ...(type.open && { last: "..." }),
  };
  return printBraces(context, block, breaksBetween(context, type.span.start, start));
}

/** An attribute, a parameter, or a property of a record, with its comments. */
export function fieldDoc(context: PrintContext, field: FieldDeclaration): Doc {
  const body = () => {
    const mark = field.optional ? "?: " : ": ";
    return concat(printAttributeName(field.name), mark, typeDoc(context, field.type));
  };
  return withComments(context, field, body, field.documentation);
}

/** Parameters in their parentheses. */
export function parametersDoc(context: PrintContext, parameters: readonly Parameter[]): Doc {
  const docs = parameters.map((parameter) =>
    parameter.kind === "RestParameter"
      ? withComments(context, parameter, () => "...")
      : fieldDoc(context, parameter),
  );
  return printList("(", docs, ")");
}
