import type { Fix } from "../diagnostics/diagnostic.js";
import type { AssertDeclaration, Clause, PolicyDeclaration, RuleDeclaration } from "../syntax/ast.js";
import { printAssert, printRule } from "../syntax/print-rule.js";
import { checkedOnce } from "./check-memory.js";
import { checkSentence, remedyCall } from "./check-sentence.js";
import type { Checker } from "./checker.js";
import { createNameSpace } from "./declarations.js";
import { movedRule } from "./moved-rule.js";
import { printedOnce } from "./printed-once.js";
import type { TypedAssertion, TypedRule } from "./typed-policy-set.js";

/** Checks every rule of every policy; rules with errors are left out. Sorted by id. */
export function checkPolicies(
  checker: Checker,
  policies: readonly PolicyDeclaration[],
): readonly TypedRule[] {
  const rules = policies.flatMap((policy) => checkPolicy(checker, policy));
  return rules.sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
}

function checkPolicy(checker: Checker, policy: PolicyDeclaration): readonly TypedRule[] {
  const names = createNameSpace(checker.report, checker.declarations.extents);
  return policy.rules.flatMap((rule) => {
    const isNew = names.declare(rule.name.text, rule.name.span, rule);
    const check = (own: Checker) => checkRule(own, policy, rule);
    const typed = checkedOnce(checker, checker.sentences?.rules, rule, check, movedRule);
    return isNew && typed ? [typed] : [];
  });
}

function checkRule(
  checker: Checker,
  policy: PolicyDeclaration,
  rule: RuleDeclaration,
): TypedRule | undefined {
  checkParts(checker, rule);
  const { sentence, obligations } = rule;
  const variants = checkSentence(checker, { sentence, obligations, noun: "rule" });
  if (!variants) return undefined;
  return {
    id: `${policy.name.text}.${rule.name.text}`,
    policy: policy.name.text,
    name: rule.name.text,
    effect: sentence.effect,
    because: rule.because?.value,
    documentation: rule.documentation,
    variants,
    get text() {
      return printedOnce(rule, printRule);
    },
    span: rule.span,
    heading: { ...rule.span, end: rule.name.span.end },
  };
}

/** Which parts belong to which effect (language.md §5). */
function checkParts(checker: Checker, rule: RuleDeclaration): void {
  const { effect, clauses } = rule.sentence;
  if (rule.because && effect !== "deny") {
    checker.report("POL2010", rule.because.span, "`because` explains a deny, and this rule is none", {
      help: "put it in a `///` comment above the rule",
    });
  }
  const [obligation] = rule.obligations;
  if (obligation && effect !== "oblige") {
    checker.report("POL2010", obligation.span, "`with` belongs to an `oblige` rule", {
      help: "write a rule of its own: `oblige … with …`",
    });
  }
  if (!obligation && effect === "oblige") {
    checker.report("POL2010", rule.sentence.span, "an `oblige` rule says `with` which obligation");
  }
  const plain = clauses.filter(
    (clause) => clause.keyword === "unless" && !remedyCall({ checker }, clause.condition),
  );
  const second = plain[1];
  if (second) {
    checker.report("POL2010", second.span, "a rule has at most one `unless` that is no remedy", {
      help: "join them: `unless a or b`",
      fix: asWhen(second),
    });
  }
}

/** `unless e` is `when not (e)`, and clauses are joined by `and`. */
function asWhen({ span, condition }: Clause): Fix {
  const { file, start, end } = span;
  const edits = [
    { span: { file, start, end: start + "unless".length }, text: "when not" },
    { span: { file, start: condition.span.start, end: condition.span.start }, text: "(" },
    { span: { file, start: end, end }, text: ")" },
  ];
  return { title: "write `when not (…)`", edits };
}

/** Checks every assertion: the same sentence as a rule. Sorted by name. */
export function checkAssertions(
  checker: Checker,
  assertions: readonly AssertDeclaration[],
): readonly TypedAssertion[] {
  const known = checker.sentences?.assertions;
  const typed = assertions.flatMap(
    (assertion) => checkedOnce(checker, known, assertion, (own) => checkAssertion(own, assertion)) ?? [],
  );
  return typed.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function checkAssertion(checker: Checker, assertion: AssertDeclaration): TypedAssertion | undefined {
  const { sentence } = assertion;
  const { effect } = sentence;
  if (effect === "oblige") {
    checker.report("POL2010", sentence.span, "an assertion states `allow` or `deny`");
    return undefined;
  }
  const variants = checkSentence(checker, { sentence, obligations: [], noun: "assertion" });
  if (!variants) return undefined;
  return {
    name: assertion.name.text,
    effect,
    variants,
    get text() {
      return printedOnce(assertion, printAssert);
    },
    documentation: assertion.documentation,
    span: assertion.span,
    heading: { ...assertion.span, end: assertion.name.span.end },
  };
}
