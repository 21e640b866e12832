import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Span } from "../../source/span.js";
import { rememberedOf } from "../../util/remembered.js";
import { isGuard } from "../guards.js";
import { isSameTest } from "./is-same-test.js";
import { changedMember } from "./member-tests.js";
import { nearVariants } from "./near-variants.js";
import { joinsTests } from "./operands-that-matter.js";
import { testedElements } from "./tested-elements.js";

/** A condition as it would be with one mistake in it. */
export interface NearMistake {
  /** The whole condition. */
  readonly condition: TypedExpression;
  /** Which mistake, and where in the condition: the same for the same one in another environment. */
  readonly key: string;
  /** The part that is wrong. */
  readonly span: Span;
  /** The innermost operand of what joins tests that has all of it: it shows nowhere where nothing depends on that operand. */
  readonly operand: TypedExpression;
  /** That operand with the mistake: where it comes to the same, so does the condition. */
  readonly changed: TypedExpression;
  /** `holds`, `fails`: the part is taken to be so, whatever the request; `edge`: it is drawn a little too wide or too narrow. */
  readonly kind: "holds" | "fails" | "edge";
}

/**
 * The mistakes that are easily made in a condition: a test that is not there, one that is the wrong way round, `and` for `or`, a bound
 * that is off by one, a pattern that is too wide. A request that tells a condition from one with a mistake shows where its edge is; the
 * requests for all of them are what MC/DC (Chilenski and Miller 1994) asks for, and the boundaries beside it.
 */
export function nearMistakes(condition: TypedExpression, entities?: Entities): readonly NearMistake[] {
  const known = entities ? knownWith(entities) : knownAlone;
  const mistakes = known.get(condition) ?? mistakesAt(condition, "", entities);
  known.set(condition, mistakes);
  return mistakes;
}

/** What is declared of entities: which relations one might take for another. */
type Entities = PolicySet["entities"];

/** A condition is asked about at each place of its rule. */
const knownAlone = new WeakMap<TypedExpression, readonly NearMistake[]>();
const knownWith = rememberedOf((_: Entities) => new WeakMap<TypedExpression, readonly NearMistake[]>());

/** Those in a part of a condition; not what says the same after all, nor what lacks a test that flow typing wants there. */
function mistakesAt(
  expression: TypedExpression,
  path: string,
  entities: Entities | undefined,
): readonly NearMistake[] {
  const own = ownMistakes(expression, entities).map(({ condition, kind, name }) => ({
    condition,
    kind,
    key: `${path} ${name}`,
    span: expression.span,
    operand: expression,
    changed: condition,
  }));
  const inner = partsOf(expression).flatMap(([index, child]) =>
    mistakesAt(child, `${path}.${index}`, entities)
      .filter((mistake) => !isUnguarded(expression, index, mistake))
      .map((mistake) => {
        const condition = replaceChild(expression, index, mistake.condition);
        return {
          ...mistake,
          condition,
          // A bound, a pattern, an element of a list: people see the edge of the test that it stands in.
          span: child.type.kind === "Bool" ? mistake.span : expression.span,
          ...innermost(expression, condition, mistake),
        };
      }),
  );
  return [...own, ...inner].filter(({ condition }) => !isSameTest(expression, condition));
}

/** Those among the children of an expression in which mistakes are looked for, by their places. */
function partsOf(expression: TypedExpression): readonly (readonly [number, TypedExpression])[] {
  const children = [...childrenOf(expression).entries()];
  return expression.kind === "list" ? testedElements(children) : children;
}

/** The innermost operand of what joins tests that has all of a mistake in a part of `expression`, and what becomes of it. */
function innermost(
  expression: TypedExpression,
  condition: TypedExpression,
  { operand, changed }: NearMistake,
): Pick<NearMistake, "operand" | "changed"> {
  if (joinsTests(expression)) return { operand, changed };
  return changedMember(expression, condition) ?? { operand: expression, changed: condition };
}

/** Without the test that something is there, what follows would not check. */
function isUnguarded(expression: TypedExpression, index: number, { condition }: NearMistake): boolean {
  if (expression.kind !== "and" || condition.kind !== "literal") return false;
  const [guard, ...after] = expression.operands.slice(index);
  return condition.value === true && guard !== undefined && isGuard(guard, after);
}

interface OwnMistake {
  readonly condition: TypedExpression;
  readonly kind: NearMistake["kind"];
  readonly name: string;
}

function ownMistakes(expression: TypedExpression, entities: Entities | undefined): readonly OwnMistake[] {
  const edges = nearVariants(expression, entities).map(
    (condition, index): OwnMistake => ({ condition, kind: "edge", name: `edge ${index}` }),
  );
  return isTest(expression) ? [...settledEitherWay(expression), ...edges] : edges;
}

/** Whether an expression is a test that a request makes true or false. */
function isTest({ type, kind }: TypedExpression): boolean {
  return type.kind === "Bool" && kind !== "literal" && kind !== "not";
}

function settledEitherWay(expression: TypedExpression): readonly OwnMistake[] {
  return [true, false].map((value) => ({
    condition: { kind: "literal", type: { kind: "Bool" }, span: expression.span, value },
    kind: value ? "holds" : "fails",
    name: String(value),
  }));
}

/** The expression with another one in the place of its child `index`. */
function replaceChild(expression: TypedExpression, index: number, child: TypedExpression): TypedExpression {
  const children = childrenOf(expression);
  const old = children[index];
  let earlier = children.slice(0, index).filter((other) => other === old).length;
  const replaced = (part: unknown): unknown => (part === old && earlier-- === 0 ? child : part);
  const entries = Object.entries(expression).map(([name, part]) => [
    name,
    Array.isArray(part) ? part.map(replaced) : replaced(part),
  ]);
  // The same kind with the same properties, one of them another expression. As a copy it is an object of the same shape, too.
  return Object.assign({ ...expression }, Object.fromEntries(entries));
}
