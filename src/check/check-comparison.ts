import type { Fix } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import { parseHost } from "../runtime/host.js";
import type { BinaryExpression, Expression, LikeExpression, MatchesExpression } from "../syntax/ast.js";
import { parseLikePattern } from "../syntax/like-pattern.js";
import { printExpression } from "../syntax/print-expression.js";
import { maximumOf, minimumOf } from "../types/bounds.js";
import { describeType, printType } from "../types/print-type.js";
import { compareTypes } from "../types/relations.js";
import type { Bounds, Type, TypeKind } from "../types/type.js";
import { didYouMean } from "../util/did-you-mean.js";
import { invariant } from "../util/invariant.js";
import { canErr } from "./can-err.js";
import { isFlexible, literalText } from "./check-literal.js";
import { checkAs, checkValue } from "./check-value.js";
import { boolType, type Checked, checkedTest, type ExpressionScope, noteTest } from "./expression-scope.js";
import { type Facts, withType } from "./facts.js";
import { readPattern } from "./refine-type.js";
import type { TypedExpression } from "./typed-expression.js";

/** Two operands of a test, each typed by the other where it is a literal. */
export function checkOperands(
  scope: ExpressionScope,
  left: Expression,
  right: Expression,
  facts: Facts,
): { readonly left: Checked; readonly right: Checked } | undefined {
  if (isFlexible(scope, left) && !isFlexible(scope, right)) {
    const second = checkValue(scope, right, facts);
    const first = checkValue(scope, left, facts, second?.expression.type);
    return first && second && { left: first, right: second };
  }
  const first = checkValue(scope, left, facts);
  const second = checkValue(scope, right, facts, first?.expression.type);
  return first && second && { left: first, right: second };
}

/** `==` and `!=`: on scalars and entities of comparable types; equality with a literal narrows. */
export function checkEquality(
  scope: ExpressionScope,
  node: BinaryExpression,
  facts: Facts,
): Checked | undefined {
  const operands = checkOperands(scope, node.left, node.right, facts);
  if (!operands) return undefined;
  const { left, right } = operands;
  const comparability = compareTypes(left.expression.type, right.expression.type);
  if (comparability === "incomparable") return reportIncomparable(scope, node, left, right);
  const negated = node.operator === "!=";
  const expression: TypedExpression = {
    kind: "equality",
    negated,
    left: left.expression,
    right: right.expression,
    type: boolType,
    span: node.span,
  };
  const settled = comparability === "disjoint" && !canErr(expression);
  noteTest(scope, node, settled, () => ({
    code: "POL2013",
    message: `\`${printExpression(node.left)}\` can never equal \`${printExpression(node.right)}\``,
    ...(subjectHelp(scope, left.expression, right.expression) ??
      disjointHelp(left.expression, right.expression)),
    guard: left.expression.type.kind === "Entity",
  }));
  const equal = narrowEqual(narrowEqual(facts, left, right), right, left);
  return {
    expression,
    whenTrue: negated ? facts : equal,
    whenFalse: negated ? equal : facts,
    ...(settled && { truth: negated }),
  };
}

function narrowEqual(facts: Facts, path: Checked, value: Checked): Facts {
  const { type } = value.expression;
  const narrows = value.expression.kind === "literal" && type.kind === "Literals";
  const { kind } = path.expression.type;
  return narrows && path.key !== undefined && (kind === "Literals" || kind === "String")
    ? withType(facts, path.key, type)
    : facts;
}

/** What an actor can never be, its subject may be. */
function subjectHelp(
  { roots, principalIs }: ExpressionScope,
  ...sides: readonly [TypedExpression, TypedExpression]
): { help: string } | undefined {
  const [subject] =
    "type" in roots.subject && roots.subject.type.kind === "Entity" ? roots.subject.type.names : [];
  const isActor = (side: TypedExpression) =>
    side.kind === "root" && (side.name === "actor" || (side.name === "principal" && principalIs === "actor"));
  const isSubject = ({ type }: TypedExpression) =>
    type.kind === "Entity" && subject !== undefined && type.names.includes(subject);
  if (!sides.some(isActor) || !sides.some(isSubject)) return undefined;
  return { help: `\`subject\` is the \`${subject}\` that it acts for` };
}

function disjointHelp(left: TypedExpression, right: TypedExpression): { help?: string } {
  return left.kind === "literal" ? nearestHelp(left, right.type) : nearestHelp(right, left.type);
}

function nearestHelp(value: TypedExpression, type: Type): { help?: string } {
  if (type.kind === "Literals" && value.kind === "literal") {
    const nearest = didYouMean(String(value.value), type.values);
    if (nearest !== undefined) return { help: `did you mean \`"${nearest}"\`?` };
  }
  const other = type.kind === "Literals" ? printType(type) : describeType(type);
  return { help: `the other side is \`${other}\`` };
}

function reportIncomparable(
  scope: ExpressionScope,
  node: BinaryExpression,
  left: Checked,
  right: Checked,
): undefined {
  const types = [left.expression.type, right.expression.type];
  const same = types.every((type) => type.kind === types[0]?.kind);
  scope.report(
    "POL2011",
    node.span,
    `\`${describeType(left.expression.type)}\` and \`${describeType(right.expression.type)}\` cannot be compared with \`${node.operator}\``,
    {
      ...(same && {
        help: "lists, maps and records have no equality: use `in`, `containsAll` or `containsAny`",
      }),
    },
  );
}

const orderedKinds: ReadonlySet<TypeKind> = new Set<TypeKind>(["Int", "Number", "Duration", "Time", "Date"]);

/** `<`, `<=`, `>`, `>=`: on Int and Number, and on Duration, Time and Date each with its own. */
export function checkOrder(
  scope: ExpressionScope,
  node: BinaryExpression,
  operator: "<" | "<=" | ">" | ">=",
  facts: Facts,
): Checked | undefined {
  const operands = checkOperands(scope, node.left, node.right, facts);
  if (!operands) return undefined;
  const [left, right] = [operands.left.expression, operands.right.expression];
  if (!areOrdered(left.type, right.type)) {
    scope.report(
      "POL2011",
      node.span,
      `\`${describeType(left.type)}\` and \`${describeType(right.type)}\` have no order`,
      { help: orderHelp(left.type, right.type) },
    );
    return undefined;
  }
  const expression: TypedExpression = {
    kind: "order",
    operator,
    left,
    right,
    type: boolType,
    span: node.span,
  };
  const never = neverOrdered(operator, boundsOf(left.type), boundsOf(right.type)) && !canErr(expression);
  noteTest(scope, node, never, () => ({
    code: "POL2013",
    message: `\`${printExpression(node)}\` never holds`,
    help: `the types are \`${describeType(left.type)}\` and \`${describeType(right.type)}\``,
    guard: false,
  }));
  return checkedTest(expression, facts, never ? false : undefined);
}

/** What to do about two types without an order. */
export function orderHelp(left: Type, right: Type): string {
  const kinds = [left.kind, right.kind];
  return kinds.includes("Duration") && (kinds.includes("Int") || kinds.includes("Number"))
    ? "write a duration with its unit: `90s`, `15m`, `2h`, `1d`"
    : "only Int, Number, Duration, Time and Date are ordered, each among its own";
}

/** Whether two types are ordered against each other. */
export function areOrdered(left: Type, right: Type): boolean {
  return orderedKinds.has(left.kind) && compareTypes(left, right) !== "incomparable";
}

function boundsOf(type: Type): Bounds | undefined {
  return type.kind === "Int" || type.kind === "Number" || type.kind === "Duration" ? type.bounds : undefined;
}

function neverOrdered(
  operator: "<" | "<=" | ">" | ">=",
  left: Bounds | undefined,
  right: Bounds | undefined,
): boolean {
  switch (operator) {
    case "<":
      return minimumOf(left) >= maximumOf(right) && minimumOf(left) !== -Infinity;
    case "<=":
      return minimumOf(left) > maximumOf(right);
    case ">":
      return neverOrdered("<", right, left);
    case ">=":
      return neverOrdered("<=", right, left);
  }
}

/** `like "sales_*"` */
export function checkLike(scope: ExpressionScope, node: LikeExpression, facts: Facts): Checked | undefined {
  const operand = checkText(scope, node.left, facts);
  const { tokens } = parseLikePattern(node.pattern.value);
  invariant(tokens, "the parser checks patterns");
  if (!operand) return undefined;
  const expression: TypedExpression = {
    kind: "like",
    operand: operand.expression,
    pattern: tokens,
    text: node.pattern.value,
    type: boolType,
    span: node.span,
  };
  return checkedTest(expression, facts);
}

/** `matches /[a-z]+/` */
export function checkMatches(
  scope: ExpressionScope,
  node: MatchesExpression,
  facts: Facts,
): Checked | undefined {
  const operand = checkText(scope, node.left, facts);
  if (!operand) return undefined;
  const pattern = readPattern(node.pattern);
  return checkedTest(
    { kind: "matches", operand: operand.expression, pattern, type: boolType, span: node.span },
    facts,
  );
}

const textKinds: ReadonlySet<TypeKind> = new Set<TypeKind>([
  "String",
  "Literals",
  "Host",
  "Path",
  "Email",
  "Url",
]);

function checkText(scope: ExpressionScope, node: Expression, facts: Facts): Checked | undefined {
  const checked = checkValue(scope, node, facts);
  if (!checked || textKinds.has(checked.expression.type.kind)) return checked;
  scope.report(
    "POL2011",
    node.span,
    `\`${printExpression(node)}\` is \`${describeType(checked.expression.type)}\`, and a pattern needs text`,
    {
      help: "patterns fit String, Host, Path, Email and Url",
    },
  );
  return undefined;
}

/** `path within "/srv"`, `host within "example.com"` */
export function checkWithin(
  scope: ExpressionScope,
  node: BinaryExpression,
  facts: Facts,
): Checked | undefined {
  const operand = checkValue(scope, node.left, facts);
  if (!operand) return undefined;
  const { kind } = operand.expression.type;
  if (kind !== "Path" && kind !== "Host") {
    scope.report(
      "POL2011",
      node.left.span,
      `\`${printExpression(node.left)}\` is \`${describeType(operand.expression.type)}\`, and \`within\` needs a Path or a Host`,
      {
        ...(kind === "Url" && { help: "test its host: `….host within …`", ...hostFix(scope, node) }),
        ...(kind === "Ip" && {
          help: `an address is \`in\` a block: \`${printExpression(node.left)} in …\``,
        }),
        ...(kind === "String" &&
          operand.expression.kind === "read" && {
            help: "declare it as `Path` or `Host`, so that it has one plain form",
          }),
      },
    );
    return undefined;
  }
  const base = checkAs(scope, node.right, facts, { kind });
  if (!base) return undefined;
  return checkedTest(
    { kind: "within", operand: operand.expression, base: base.expression, type: boolType, span: node.span },
    facts,
  );
}

/** What a Url is within, and is a host, can only be meant of its host. */
function hostFix(scope: ExpressionScope, { left, right }: BinaryExpression): { fix?: Fix } {
  const text = literalText(scope, right);
  const isHost = text !== undefined && parseHost(text) !== undefined;
  if (!isHost || (left.kind !== "AttributeExpression" && left.kind !== "NameExpression")) return {};
  const { file, end } = left.span;
  return { fix: replacing({ file, start: end, end }, ".host", "test its host") };
}

/** `containsAll`, `containsAny`: between lists of comparable elements. */
export function checkContainment(
  scope: ExpressionScope,
  node: BinaryExpression,
  kind: "containsAll" | "containsAny",
  facts: Facts,
): Checked | undefined {
  const operands = checkOperands(scope, node.left, node.right, facts);
  if (!operands) return undefined;
  const [list, elements] = [operands.left.expression, operands.right.expression];
  for (const [part, side] of [
    [list, node.left],
    [elements, node.right],
  ] as const) {
    if (part.type.kind === "List") continue;
    scope.report(
      "POL2011",
      side.span,
      `\`${printExpression(side)}\` is \`${describeType(part.type)}\`, and \`${kind}\` needs a List`,
    );
    return undefined;
  }
  if (list.type.kind !== "List" || elements.type.kind !== "List") return undefined;
  if (
    !isEmptyList(list) &&
    !isEmptyList(elements) &&
    compareTypes(list.type.element, elements.type.element) === "incomparable"
  ) {
    scope.report(
      "POL2011",
      node.span,
      `\`${describeType(list.type.element)}\` and \`${describeType(elements.type.element)}\` cannot be compared`,
    );
    return undefined;
  }
  if (elements.kind === "list") noteElements(scope, elements.elements, list.type.element, node.right);
  return checkedTest({ kind, list, elements, type: boolType, span: node.span }, facts);
}

/** Whether a list is the literal `[]`, of no type in particular. An annotated constant is what it is declared as, though it may be empty now. */
export function isEmptyList(list: TypedExpression): boolean {
  return list.kind === "list" && list.type.kind === "List" && list.type.length?.maximum === 0;
}

/** A literal element that can equal nothing it is compared with is a mistake, whatever the other elements are. */
export function noteElements(
  scope: ExpressionScope,
  elements: readonly TypedExpression[],
  type: Type,
  list: Expression,
): void {
  const nodes = list.kind === "ListExpression" ? list.elements : [];
  elements.forEach((element, index) => {
    const node = nodes[index];
    if (!node || element.kind !== "literal") return;
    const never = compareTypes(element.type, type) === "disjoint";
    noteTest(scope, node, never, () => ({
      code: "POL2013",
      message: `\`${printExpression(node)}\` can never equal what it is compared with`,
      ...nearestHelp(element, type),
      guard: false,
    }));
  });
}
