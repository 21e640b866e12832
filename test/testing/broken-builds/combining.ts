import { type BrokenBuild, replacing } from "./broken-build.js";

/** Rules that are asked, and put together in a wrong way. */
export const combining: readonly BrokenBuild[] = [
  {
    name: "an allow overrides a deny",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["deny-overrides-allow", "allows-equals-decide", "interpreter-equals-generated"],
    patch: replacing([
      "function isDenied(subject, actor) {",
      "function isDenied(subject, actor) {\n  if (subject.allows !== undefined && (actor ?? subject).allows !== undefined) return false;",
    ]),
  },
  {
    name: "the quick path passes over denies",
    policies: "examples/analytics",
    breaks: ["allows-equals-decide"],
    patch: replacing([
      "if (found === undefined) return true;\n  found.denies",
      "if (found === undefined) return false;\n  found.denies",
    ]),
  },
  {
    name: "one principal's allow is enough for both",
    policies: "examples/analytics",
    breaks: ["default-deny", "allowed-by-a-rule", "delegation"],
    patch: replacing([
      "subject.allows !== undefined && actor.allows !== undefined",
      "subject.allows !== undefined || actor.allows !== undefined",
    ]),
  },
  {
    name: "where no rule speaks, the request is allowed",
    policies: "test/testing/policy-sets/payments",
    breaks: ["default-deny", "allowed-by-a-rule", "monotonicity"],
    patch: replacing(
      [
        /function decide_without_rules\(found\) \{[^}]*\}/g,
        "function decide_without_rules(found) {\n  if (found !== undefined && found !== unknown) found.allows = [0];\n  return true;\n}",
      ],
      [/(function allows_\w+\([^)]*\) \{\n {2}return )false;/g, "$1true;"],
    ),
  },
  {
    name: "the subject is not asked where somebody acts for it",
    policies: "test/testing/policy-sets/payments",
    breaks: ["delegation", "allowed-by-a-rule"],
    patch: replacing(["subject_found, actor_found)", "actor_found)"]),
  },
  {
    name: "an allow whose condition is an error matches",
    policies: "test/testing/policy-sets/payments",
    breaks: ["interpreter-equals-generated"],
    patch: replacing([
      "if (outcome === null) found.errors = noted(found.errors, rule);\n  else found.allows",
      "found.allows",
    ]),
  },
  {
    name: "obligations are lost",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["interpreter-equals-generated"],
    patch: replacing([" = distinctCalls(demands)", " = []"]),
  },
  {
    name: "remedies are offered where one of two denies has none",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["interpreter-equals-generated"],
    patch: replacing(["denies.every((rule) => lifted.has(rule))", "denies.some((rule) => lifted.has(rule))"]),
  },
];
