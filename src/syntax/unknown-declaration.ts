import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { didYouMean } from "../util/did-you-mean.js";
import { declarationSuccessors } from "./declaration-starts.js";
import { describeToken } from "./explain-failure.js";
import { syntaxError } from "./syntax-errors.js";
import { keywordText, type Token } from "./tokens.js";

const keywords = [...declarationSuccessors.keys()].map((type) => type.LABEL?.slice(1, -1) ?? "");

/** The error for what stands where a declaration is expected. */
export function unknownDeclaration(found: Token, next: Token, span: Span): Diagnostic {
  const message = `expected a declaration, found ${describeToken(found)}`;
  return syntaxError("unknown-declaration", span, message, {
    help: helpFor(found, next),
    ...(found.image === "import" && next.image === "std" && { fix: replacing(span, "use", "write `use`") }),
  });
}

function helpFor(found: Token, next: Token): string {
  const text = keywordText(found);
  const known = Object.hasOwn(helpByText, found.image) ? helpByText[found.image] : undefined;
  if (known !== undefined) return known;
  if (next.image === ":")
    return `Pol is not YAML: a declaration is a keyword and a name, such as \`action read on Document\``;
  const meant = didYouMean(found.image, keywords);
  if (meant !== undefined && meant !== text) return `did you mean \`${meant}\`?`;
  return "a file consists of declarations such as `entity`, `action`, `policy` and `test`";
}

const inPolicy = "rules stand in a policy: `policy NAME { rule NAME allow … }`";

const constant = "a constant is declared by `const NAME = VALUE`";
const definition = "a definition is declared by `def NAME(PARAMETER: TYPE) = VALUE`";

const helpByText: Readonly<Record<string, string>> = {
  rule: inPolicy,
  allow: inPolicy,
  deny: inPolicy,
  oblige: inPolicy,
  permit: inPolicy,
  forbid: inPolicy,
  "}": "there is no open block that this brace could close",
  "{": "a block belongs to a declaration such as `policy NAME { … }`; Pol is not JSON",
  import:
    "a module of the standard library is brought in by `use std.agents`; all files of a policy set share one name space",
  let: constant,
  var: constant,
  val: constant,
  function: definition,
  func: definition,
  fn: definition,
  fun: definition,
  define: definition,
  macro: definition,
  enum: 'a choice of texts is a type: `type NAME = "a" | "b"`',
  struct: "a record is a type: `type NAME = { MEMBER: TYPE }`",
  package: "a policy set has no packages; its files share one name space",
};
