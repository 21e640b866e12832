import { indexFile } from "../../diagnostics/code-frame.js";
import { locationOf } from "../../diagnostics/render-text.js";
import type { Span } from "../../source/span.js";
import { type Mutant, mutationOperators } from "../../testing/mutants/mutant.js";
import type { JudgedMutant, MissingTest } from "../../testing/mutants/mutation-report.js";
import { countVerdicts, mutationScore, verdictKinds } from "../../testing/mutants/mutation-score.js";
import { groupBy } from "../../util/group-by.js";
import { coverageStyle } from "../coverage/coverage-style.js";
import { type Html, html } from "../policy-report/html.js";
import { htmlPage } from "../policy-report/html-page.js";
import { countOf } from "../report.js";
import { mutatedSourceHtml } from "./html-mutated-source.js";
import { mutatedPlaces } from "./mutated-places.js";
import type { MutationContext } from "./mutation-context.js";
import { differenceWords, mistakeWords, percentWords, testWords, verdictWords } from "./mutation-words.js";

/**
 * What became of mutants as one page that needs nothing else: the score, the tests that are missing, and the policies with what nothing
 * notices in colour. There is no script, and the policy of the page lets none run.
 */
export function renderMutationHtml(context: MutationContext): string {
  return htmlPage({
    title: `What no test notices: ${context.title}`,
    style: coverageStyle,
    body: body(context),
  });
}

function body(context: MutationContext): Html {
  return html`<body>
${headHtml(context)}
<main>
${missingHtml(context)}
${sourcesHtml(context)}
${operatorsHtml(context.report.mutants)}
</main>
</body>`;
}

function headHtml({ title, report, policySet }: MutationContext): Html {
  const counts = countVerdicts(report.mutants);
  const score = mutationScore(counts);
  const all = counts.killed + counts.survived + counts.undecided;
  return html`<header>
<p class="eyebrow">Mistakes that tests notice</p>
<h1>${title}</h1>
<p class="digest">${policySet.digest}</p>
<dl class="figures">
${figure("Score", score === undefined ? "–" : percentWords(score), `${counts.killed} of ${countOf(all, "mistake")} noticed`)}
${figure("Missing tests", report.missing.length, report.missing.length === 0 ? "nothing to add" : "see below")}
${figure("Not settled", counts.undecided, "counted as not noticed")}
${figure("Not counted", counts.equivalent + counts.unstated, `${counts.equivalent} change nothing, as is proved`)}
</dl>
</header>`;
}

function figure(name: string, value: string | number, note: string): Html {
  return html`<div><dt>${name}</dt><dd><b>${value}</b> <span>${note}</span></dd></div>`;
}

function missingHtml(context: MutationContext): Html | readonly [] {
  const { missing } = context.report;
  if (missing.length === 0) return [];
  const placeOf = createPlaces(context);
  return html`<section aria-labelledby="missing-title">
<h2 id="missing-title">What no test notices</h2>
<ul class="results">${missing.map((test, index) => testHtml(test, index + 1, placeOf))}</ul>
</section>`;
}

function testHtml(test: MissingTest, number: number, placeOf: (span: Span) => string): Html {
  const { telling, survivors } = test;
  const [first] = survivors;
  const mistakes = survivors.map(
    (mutant) =>
      html`<li>${mistakeHtml(mutant)} <span class="place-words">${placeOf(mutant.span)}, ${mutant.operator}</span></li>`,
  );
  return html`<li id="test-${number}"><div><h3><code>${first.owner}</code></h3><ul>${mistakes}</ul>
<details><summary>${differenceWords(telling.difference)}: a test that notices it</summary><pre>${testWords(test)}</pre></details></div></li>
`;
}

function mistakeHtml(mutant: Mutant): Html {
  const { replacement } = mutant;
  return replacement === undefined ? html`${mistakeWords(mutant)}` : html`<code>${replacement}</code>`;
}

function createPlaces({ files, displayPath }: MutationContext): (span: Span) => string {
  const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
  return (span) => locationOf({ files: indexed, displayPath }, span);
}

function sourcesHtml({ report, files, displayPath }: MutationContext): Html {
  const places = groupBy(mutatedPlaces(report), ({ span }) => span.file);
  const sources = files.flatMap((file) => {
    const own = places.get(file.path);
    return own === undefined
      ? []
      : [
          html`<h3>${displayPath(file.path)}</h3>
${mutatedSourceHtml(file, own)}
`,
        ];
  });
  return html`<section aria-labelledby="policies-title">
<h2 id="policies-title">Policies</h2>
<p class="legend"><span><i class="place tests-all">noticed</i> every mistake that was made here</span>
<span><i class="place tests-some">in part</i> some of them</span>
<span><i class="place tests-none">not noticed</i> none of them</span>
<span><i class="place tests-unreachable">not counted</i> no test can notice one</span></p>
${sources}</section>`;
}

function operatorsHtml(mutants: readonly JudgedMutant[]): Html {
  const rows = mutationOperators.flatMap((operator) => {
    const own = mutants.filter(({ mutant }) => mutant.operator === operator);
    const counts = countVerdicts(own);
    return own.length === 0
      ? []
      : [
          html`<tr><th scope="row">${operator}</th>${verdictKinds.map((kind) => html`<td>${counts[kind]}</td>`)}</tr>
`,
        ];
  });
  return html`<section aria-labelledby="operators-title">
<h2 id="operators-title">Kinds of mistakes</h2>
<table class="conditions"><thead><tr><th scope="col">Mistake</th>${verdictKinds.map((kind) => html`<th scope="col">${verdictWords[kind]}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>
</section>`;
}
