import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { emptySpan } from "../source/span.js";

/** That so many questions were asked of a policy set and more were left, for the command that asked them. */
export function cutShort(questions: number, command: string): Diagnostic {
  const count = `${questions.toLocaleString("en")} question${questions === 1 ? "" : "s"}`;
  const message = `the analysis ended after ${count}: not everything was asked`;
  const help = `what is reported holds all the same; \`polc ${command} --questions 1000000\` asks for longer`;
  return createDiagnostic("POL4030", emptySpan(), message, { help });
}
