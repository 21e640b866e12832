import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { StringLiteral } from "./ast.js";

/** Reports what is wrong inside a `like` pattern. */
export function checkLikePattern(_pattern: StringLiteral, _report: (found: Diagnostic) => void): void {}
