import { type CoveredPlace, coveredPlaces } from "../../testing/coverage/covered-places.js";
import { figuresOf, type Measure, measures } from "../../testing/coverage/figures.js";
import { groupBy } from "../../util/group-by.js";
import { type Html, html } from "../policy-report/html.js";
import { htmlPage } from "../policy-report/html-page.js";
import type { CoverageContext } from "./coverage-context.js";
import { coverageStyle } from "./coverage-style.js";
import { measureWords, percentText, placesOf } from "./coverage-words.js";
import { neverMatchedHtml, rulesHtml } from "./html-coverage-rules.js";
import { sourceHtml } from "./html-source.js";

/**
 * What the tests show as one page that needs nothing else: the policies with what was shown in colour, and for each rule what is missing with
 * tests that would show it. There is no script, and the policy of the page lets none run.
 */
export function renderCoverageHtml(context: CoverageContext, pages: readonly CoveragePage[] = []): string {
  return htmlPage({
    title: `What the tests show: ${context.title}`,
    style: coverageStyle,
    body: body(context, pages),
  });
}

/** A page of a policy set, among those of a run. */
export interface CoveragePage {
  readonly title: string;
  readonly path: string;
}

function body(context: CoverageContext, pages: readonly CoveragePage[]): Html {
  const places = placesOf(context);
  return html`<body>
${pages.length > 1 ? pagesHtml(pages) : []}${headHtml(context)}
<main>
${neverMatchedHtml(context, places)}
${sourcesHtml(context)}
${rulesHtml(context, places)}
</main>
</body>`;
}

function pagesHtml(pages: readonly CoveragePage[]): Html {
  return html`<nav aria-label="Policy sets"><ul>${pages.map(({ title, path }) => html`<li><a href="${path}">${title}</a></li>`)}</ul></nav>
`;
}

function headHtml({ title, report, analysis }: CoverageContext): Html {
  const tests = figuresOf(report.tests);
  const withLaws = report.withLaws && figuresOf(report.withLaws);
  const figure = (measure: Measure): Html => {
    const laws = withLaws === undefined ? "" : `, ${percentText(withLaws[measure])} with laws`;
    const { covered, total } = tests[measure];
    return html`<div><dt>${measureWords[measure]}</dt><dd><b>${percentText(tests[measure])}</b> <span>${covered} of ${total}${laws}</span></dd></div>
`;
  };
  return html`<header>
<p class="eyebrow">What the tests show</p>
<h1>${title}</h1>
<p class="digest">${analysis.policySet.digest}</p>
<dl class="figures">
${measures.map(figure)}</dl>
</header>`;
}

/** The files in which something is to be shown; with a choice of what is coloured, if laws have run. */
function sourcesHtml({ report, files, displayPath }: CoverageContext): Html {
  const tests = placesByFile(coveredPlaces(report.tests));
  const withLaws = report.withLaws && placesByFile(coveredPlaces(report.withLaws));
  const sources = files.flatMap((file) => {
    const inTests = tests.get(file.path);
    if (inTests === undefined) return [];
    return [
      html`<h3>${displayPath(file.path)}</h3>
${sourceHtml(file, inTests, withLaws?.get(file.path))}
`,
    ];
  });
  return html`<section aria-labelledby="policies-title">
<h2 id="policies-title">Policies</h2>
${legendHtml()}
${withLaws === undefined ? [] : viewsHtml()}
${sources}</section>`;
}

function placesByFile(places: readonly CoveredPlace[]): ReadonlyMap<string, readonly CoveredPlace[]> {
  return groupBy(places, ({ span }) => span.file);
}

function legendHtml(): Html {
  return html`<p class="legend"><span><i class="place tests-all">shown</i> it matched; it was true and false, and was seen to decide</span>
<span><i class="place tests-some">in part</i> something of it is missing</span>
<span><i class="place tests-none">not shown</i> it never matched; it was never evaluated</span>
<span><i class="place tests-unreachable">not counted</i> no request can show it, as is proved</span></p>`;
}

function viewsHtml(): Html {
  return html`<fieldset class="views"><legend>Colours for</legend><label><input type="radio" name="view" id="view-tests" checked> tests alone</label>
<label><input type="radio" name="view" id="view-laws"> tests and what laws have tried</label></fieldset>`;
}
