import { type Mover, noteMoved, placedIn } from "../source/moved.js";
import type { RuleDeclaration } from "../syntax/ast.js";
import type { RuleVariant, TypedRule } from "./typed-policy-set.js";

/** A rule as it was typed, where its declaration stands now. No more is moved than somebody looks at. */
export function movedRule(content: TypedRule, declaration: RuleDeclaration): TypedRule {
  const mover: Mover = (tree) => placedIn(declaration, tree);
  const { id, policy, name, effect, because, documentation } = content;
  const moved: TypedRule = {
    id,
    policy,
    name,
    effect,
    because,
    documentation,
    variants: content.variants.map((variant) => noteMoved(movedVariant(variant, mover), variant, mover)),
    get text() {
      return content.text;
    },
    span: mover(content.span),
    heading: mover(content.heading),
  };
  return noteMoved(moved, content, mover);
}

function movedVariant(content: RuleVariant, mover: Mover): RuleVariant {
  const { principals, targets } = content;
  return {
    principals,
    targets,
    get scope() {
      return mover(content.scope);
    },
    get clauses() {
      return mover(content.clauses);
    },
    get obligations() {
      return mover(content.obligations);
    },
  };
}
