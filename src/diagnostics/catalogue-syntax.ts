import { error } from "./catalogue-entry.js";

/** 1xxx: what is wrong with the text of a file, whatever the names in it mean. One entry a line, append only. */
export const syntaxCatalogue = [
  error("POL1001", "unexpected-token", "text that cannot stand here"),
  error("POL1002", "unknown-character", "a character that Pol does not use"),
  error("POL1003", "invisible-character", "an invisible character in the source"),
  error("POL1004", "unterminated-literal", "a string or regular expression without its end"),
  error("POL1005", "invalid-escape", "an escape that does not exist"),
  error("POL1006", "invalid-number", "a number that cannot be read"),
  error("POL1007", "block-comment", "a block comment"),
  error("POL1008", "foreign-operator", "an operator of another language"),
  error("POL1009", "unknown-declaration", "a word that begins no declaration"),
  error("POL1010", "chained-comparison", "a comparison of a comparison"),
  error("POL1011", "missing-parentheses", "an expression that needs parentheses as an operand"),
  error("POL1012", "reserved-name", "a reserved word used as a name"),
  error("POL1013", "incomplete-rule", "a rule that lacks one of its parts"),
  error("POL1014", "misplaced-clause", "a clause that cannot stand here"),
  error("POL1015", "misplaced-comma", "a comma that nothing follows"),
  error("POL1016", "unclosed-block", "a block without its closing brace"),
  error("POL1017", "nesting-too-deep", "code nested too deeply"),
  error("POL1018", "invalid-regex", "a regular expression outside the dialect"),
  error("POL1019", "invalid-pattern", "a `like` pattern with an escape that does not exist"),
  error("POL1020", "misplaced-rest", "`...` that is not last"),
] as const;
