import { compileAutomaton } from "../ir/automaton.js";
import { oppositeOrder } from "../ir/negation.js";
import type {
  HoldsNode,
  NotNode,
  OrderNode,
  PresentNode,
  QuantifierNode,
  RangeNode,
  TestNode,
  WithinNode,
} from "../ir/node.js";
import { hostIp } from "../runtime/host.js";
import type { Pattern } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { type Code, js, lineComment, literal } from "./code.js";
import { dataLiteral } from "./data-literal.js";
import { emitLike } from "./emit-like.js";
import { emitAncestor, emitContainment, emitElement, emitEquals } from "./emit-membership.js";
import { emitNetwork } from "./emit-network.js";
import { emitRelated } from "./emit-related.js";
import { emitCoalesce } from "./emit-value.js";
import type { Emitter } from "./emitter.js";
import {
  bind,
  conditional,
  type Expression,
  expression,
  infix,
  isSimple,
  junction,
  negation,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";
import type { ModuleParts } from "./module-parts.js";

/** Emits a test that cannot err. */
export function emitTest(emitter: Emitter, node: TestNode): Expression {
  switch (node.kind) {
    case "settled":
      return primary(literal(node.value));
    case "not":
      return emitNot(emitter, node);
    case "and":
    case "or":
      return junction(
        node.kind,
        node.operands.map((operand) => emitter.test(operand)),
      );
    case "if":
      return conditional(
        emitter.test(node.test),
        emitter.test(node.consequent),
        emitter.test(node.alternate),
      );
    case "any":
    case "all":
      return emitQuantifier(emitter, node);
    default:
      return emitAtom(emitter, node);
  }
}

/** A test that is not made of tests. */
export type AtomNode = Exclude<TestNode, { kind: "settled" | "not" | "and" | "or" | "if" | "any" | "all" }>;

/** Emits an atom all of whose operands are values. */
export function emitAtom(emitter: Emitter, node: AtomNode): Expression {
  switch (node.kind) {
    case "holds":
      return emitHolds(emitter, node);
    case "equals":
      return emitEquals(emitter, node, true);
    case "order":
      return emitOrder(emitter, node, node.operator);
    case "range":
      return emitRange(emitter, node);
    case "element":
      return emitElement(emitter, node);
    case "network":
      return emitNetwork(emitter, node);
    case "ancestor":
      return emitAncestor(emitter, node);
    case "related":
      return emitRelated(emitter, node);
    case "containsAll":
    case "containsAny":
      return emitContainment(emitter, node);
    case "like":
      return emitLike(emitter, node);
    case "matches": {
      const matches = emitter.parts.runtime("matchesAutomaton");
      return postfix(
        js`${matches}(${emitter.value(node.operand).code}, ${emitAutomaton(emitter.parts, node.pattern)})`,
      );
    }
    case "within":
      return emitWithin(emitter, node);
    case "present":
      return emitPresent(emitter, node, true);
    default:
      return assertNever(node);
  }
}

function emitNot(emitter: Emitter, { operand }: NotNode): Expression {
  const tabled = emitter.tabled(operand);
  if (tabled !== undefined) return negation(tabled);
  if (operand.kind === "equals" && operand.equality === "strict") return emitEquals(emitter, operand, false);
  if (operand.kind === "present")
    return strictlyEqual(emitter.path(operand.value), primary(literal(undefined)));
  if (operand.kind === "order") return emitOrder(emitter, operand, oppositeOrder[operand.operator]);
  return negation(emitter.test(operand));
}

/** What is an error is not there, without being an error of the test. */
function emitPresent(emitter: Emitter, { value }: PresentNode, present: boolean): Expression {
  const path = emitter.path(value);
  const found = value.canErr ? emitCoalesce(path, primary(literal(undefined))) : path;
  return strictlyEqual(found, primary(literal(undefined)), !present);
}

/** A Bool where a test is expected is the test. */
function emitHolds(emitter: Emitter, { value }: HoldsNode): Expression {
  return emitter.value(value);
}

function emitOrder(
  emitter: Emitter,
  { left, right }: OrderNode,
  operator: OrderNode["operator"],
): Expression {
  return infix(precedence.relational, emitter.value(left), operators[operator], emitter.value(right));
}

const operators = { "<": js`<`, "<=": js`<=`, ">": js`>`, ">=": js`>=` } as const;

function emitRange(emitter: Emitter, { operand, minimum, maximum }: RangeNode): Expression {
  const { first, again } = emitter.reuse(emitter.value(operand));
  const above = infix(precedence.relational, first, js`>=`, emitter.value(minimum));
  return junction("and", [above, infix(precedence.relational, again, js`<=`, emitter.value(maximum))]);
}

/** Of a name, a constant base is written out: `path === "/srv" || path.startsWith("/srv/")`. */
function emitWithin(emitter: Emitter, node: WithinNode): Expression {
  const operand = emitter.value(node.operand);
  const base = node.base.kind === "constant" ? String(node.base.value) : undefined;
  if (base === undefined || !isSimple(operand)) {
    const within = emitter.parts.runtime(node.of === "Path" ? "pathWithin" : "hostWithin");
    return postfix(js`${within}(${operand.code}, ${emitter.value(node.base).code})`);
  }
  if (node.of === "Path" && base === "/") return primary(literal(true));
  const same = strictlyEqual(operand, primary(literal(base)));
  if (node.of === "Host" && hostIp(base) !== undefined) return same;
  const below =
    node.of === "Path"
      ? js`${operand.code}.startsWith(${literal(`${base}/`)})`
      : js`${operand.code}.endsWith(${literal(`.${base}`)})`;
  return junction("or", [same, postfix(below)]);
}

/** The automaton of a regular expression, a constant of the module. */
export function emitAutomaton(parts: ModuleParts, { source, tree }: Pattern): Code {
  const declare = (name: Code) => {
    const table = compileAutomaton(tree);
    return js`const ${name} = ${dataLiteral(table)}; ${lineComment(`/${source}/`)}`;
  };
  return parts.define(`automaton ${source}`, "the_automaton", declare);
}

/** `list.some((c) => …)`, `list.every((c) => …)`; over a map's keys. */
function emitQuantifier(
  emitter: Emitter,
  { kind, of, variable, collection, body }: QuantifierNode,
): Expression {
  const elements = bind(emitter.value(collection), precedence.member);
  const list = of === "map" ? js`[...${elements}.keys()]` : elements;
  const method = kind === "any" ? js`some` : js`every`;
  const test = bind(emitter.test(body), precedence.conditional);
  return postfix(js`${list}.${method}((${emitter.value(variable).code}) => ${test})`);
}

/** `(c) => …`, for the runtime's quantifiers. */
export function emitArrow(emitter: Emitter, { variable, body }: QuantifierNode): Expression {
  const test = bind(emitter.test(body), precedence.conditional);
  return expression(precedence.arrow, js`(${emitter.value(variable).code}) => ${test}`);
}
