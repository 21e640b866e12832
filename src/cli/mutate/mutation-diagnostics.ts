import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { emptySpan } from "../../source/span.js";
import type { FailingJudge } from "../../testing/mutants/mutation-baseline.js";
import type { JudgedMutant, MissingTest, MutationReport } from "../../testing/mutants/mutation-report.js";
import { countOf } from "../report.js";
import { differenceWords, mistakeWords, percentWords, testWords } from "./mutation-words.js";

/** Every mistake that nothing notices, those that one test would notice together; then what could not be told. */
export function mutationDiagnostics({ mutants, missing }: MutationReport): readonly Diagnostic[] {
  return [...missing.map(survived), ...mutants.flatMap(notTold)];
}

function survived(test: MissingTest): Diagnostic {
  const {
    telling,
    survivors: [first, ...others],
  } = test;
  const [mistakes, it] =
    others.length === 0 ? ["a mistake", "it"] : [countOf(others.length + 1, "mistake"), "all of them"];
  return createDiagnostic("POL5031", first.span, `no test notices ${mistakes} in \`${first.owner}\``, {
    label: `${mistakeWords(first)} every test passes`,
    witness: { request: telling.request },
    related: others.map((mutant) => ({
      span: mutant.span,
      message: `or ${mistakeWords(mutant)} (${mutant.operator})`,
    })),
    help: `${differenceWords(telling.difference)}; a test that notices ${it}:\n${testWords(test)}`,
  });
}

function notTold({ mutant, verdict }: JudgedMutant): Diagnostic[] {
  const { owner, span } = mutant;
  const label = mistakeWords(mutant);
  switch (verdict.kind) {
    case "undecided":
      return [
        createDiagnostic(
          "POL5032",
          span,
          `whether a mistake in \`${owner}\` changes anything could not be settled`,
          {
            label: `${label} every test passes`,
            help: "a limit was reached; it counts as one that no test notices",
          },
        ),
      ];
    case "unstated":
      return [
        createDiagnostic("POL5034", span, `no test can state what a mistake in \`${owner}\` changes`, {
          label: `${label} nothing changes that a test states`,
          help: "it does not count",
        }),
      ];
    default:
      return [];
  }
}

/** That something fails already: then it is not known what it would say of mutants. */
export function failsAlready({ kind, name, span }: FailingJudge): Diagnostic {
  const what = kind === "test" ? `the test \`${name}\` fails` : `the assertion \`${name}\` does not hold`;
  return createDiagnostic("POL5030", span, `${what} before anything is mutated`, {
    help: "mutants are told by what holds of the policies as they are; `polc test` and `polc check` say what is wrong",
  });
}

/** That less is noticed than is wanted. */
export function scoreTooLow(score: number, wanted: number): Diagnostic {
  return createDiagnostic(
    "POL5033",
    emptySpan(),
    `${percentWords(score)} of the mistakes are noticed, and ${wanted} % are wanted`,
    { help: "the report has a test for each that is not" },
  );
}
