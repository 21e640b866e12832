import { type BrokenBuild, replacing } from "./broken-build.js";

const policies = "test/testing/policy-sets/team-drive";

/** Answers about relations that are asked for, read or taken in a wrong way. */
export const relations: readonly BrokenBuild[] = [
  {
    name: "what nobody answered is taken to hold",
    policies,
    breaks: ["unknown-fails-closed", "interpreter-equals-generated"],
    patch: replacing(
      ["if (answers.size === 0) return null;", "if (answers.size === 0) return true;"],
      [/(return answers\.get\(answerKey\(\[relation, [^\n]*\)) \?\? null;/g, "$1 ?? true;"],
    ),
  },
  {
    name: "the last answer to a question counts",
    policies,
    breaks: ["answers-by-content", "interpreter-equals-generated"],
    patch: replacing([/answers\.has\(key\) && answers\.get\(key\) !== holds \? undefined : holds/g, "holds"]),
  },
  {
    name: "the parts of a question run together",
    policies,
    breaks: ["answers-by-content"],
    patch: replacing([/key \+= `\$\{part\.length\}[^`]*`/g, "key += part"]),
  },
  {
    name: "what allows need not be known",
    policies,
    breaks: ["needed-is-enough", "interpreter-equals-generated"],
    patch: replacing([
      'if (effect === "allow") return found.allows === undefined;',
      'if (effect === "allow") return false;',
    ]),
  },
  {
    name: "a relation that nobody answered yet does not hold",
    policies,
    breaks: ["may-allow-never-misses"],
    patch: replacing([/(isRelated\(answers, "reader"[^\n]*\}\)) !== false/g, "$1 === true"]),
  },
];
