import { contentOf, type Mover, moverOf, noteMoved } from "../source/moved.js";
import type { Declaration, PolicyDeclaration, RuleDeclaration } from "./ast.js";

/** A declaration that stands `by` code units further on. */
export function movedDeclaration(declaration: Declaration, by: number): Declaration {
  if (declaration.kind === "PolicyDeclaration") return movedPolicy(declaration, by);
  return moverOf(declaration.span, by)(declaration);
}

function movedPolicy(policy: PolicyDeclaration, by: number): PolicyDeclaration {
  const { kind, documentation, span, name, rules } = policy;
  const mover = moverOf(span, by);
  const moved = rules.map((rule) => movedRuleNode(rule, by));
  return { kind, documentation, span: mover(span), name: mover(name), rules: moved };
}

/** A rule that stands `by` code units further on. No more is moved than somebody looks at. */
export function movedRuleNode(rule: RuleDeclaration, by: number): RuleDeclaration {
  const content = contentOf(rule);
  const mover = moverOf(content.span, rule.span.start - content.span.start + by);
  return noteMoved(movedParts(content, mover), content, mover);
}

function movedParts(content: RuleDeclaration, mover: Mover): RuleDeclaration {
  const { kind, documentation, because } = content;
  return {
    kind,
    documentation,
    span: mover(content.span),
    name: mover(content.name),
    get sentence() {
      return mover(content.sentence);
    },
    ...(because && { because: mover(because) }),
    get obligations() {
      return mover(content.obligations);
    },
  };
}
