import { accessDetails } from "../../analysis/report/access-details.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { type Html, html } from "./html.js";
import { detailsHtml } from "./html-details.js";
import { filterStyle, filtersHtml } from "./html-filters.js";
import { matrixHtml } from "./html-matrix.js";
import { htmlPage } from "./html-page.js";
import { assertionsHtml, findingsHtml } from "./html-results.js";
import type { ReportContext } from "./report-context.js";
import { reportStyle } from "./report-style.js";
import { countUnreachable } from "./report-words.js";

/**
 * A report as one page that needs nothing else: no script, no font, no image. What a cell has to say opens beside the matrix, and filters
 * hide rows, by HTML and CSS alone; the policy of the page lets nothing else run.
 */
export function renderReportHtml(context: ReportContext): string {
  const style = `${reportStyle}${filterStyle(context.report)}`;
  return htmlPage({ title: `Who can do what: ${context.title}`, style: style, body: body(context) });
}

function body(context: ReportContext): Html {
  const details = accessDetails(context.report);
  return html`<body>
<a class="skip" href="#matrix">To the matrix</a>
${headHtml(context)}
<main>
<section id="matrix" aria-labelledby="matrix-title">
<h2 id="matrix-title">Who can do what</h2>
${legendHtml()}
${filtersHtml(context.report)}
${matrixHtml(context.report, details)}
</section>
${assertionsHtml(context)}
${findingsHtml(context)}
${detailsHtml(context, details)}
</main>
</body>`;
}

function headHtml({ title, report, policySet }: ReportContext): Html {
  const proved = report.assertions.filter(({ kind }) => kind === "proved").length;
  const assertions = report.assertions.length;
  const delegated = report.askers.filter(({ actor }) => actor !== undefined).length;
  return html`<header>
<p class="eyebrow">Policy report</p>
<h1>${title}</h1>
<p class="digest">${policySet.digest}</p>
<dl class="figures">
${figure("Rules", policySet.rules.length, effectCounts(policySet))}
${figure("Actions", policySet.actions.size, `${countUnreachable(report.rows)} for nobody`)}
${figure("Kinds of askers", report.askers.length, `${delegated} for another`)}
${figure("Assertions", assertions, assertions === 0 ? "none stated" : `${proved} proved`)}
${figure("Findings", report.findings.length, report.findings.length === 0 ? "nothing to mend" : "see below")}
</dl>
</header>`;
}

/** `5 allow, 3 deny` */
function effectCounts({ rules }: PolicySet): string {
  const counts = (["allow", "deny", "oblige"] as const).map((wanted) => ({
    wanted,
    count: rules.filter(({ effect }) => effect === wanted).length,
  }));
  return counts.flatMap(({ wanted, count }) => (count === 0 ? [] : `${count} ${wanted}`)).join(", ");
}

function figure(name: string, value: number, note: string): Html {
  return html`<div><dt>${name}</dt><dd><b>${value}</b> <span>${note}</span></dd></div>`;
}

function legendHtml(): Html {
  return html`<p class="legend"><span><i class="mark always" aria-hidden="true"></i> <b>always</b> every valid request, proved</span>
<span><i class="mark when" aria-hidden="true"></i> <b>when</b> some requests: choose the cell for the conditions</span>
<span><i class="mark never" aria-hidden="true"></i> <b>never</b> no request, proved</span>
<span><i class="mark unknown" aria-hidden="true"></i> <b>unknown</b> could not be settled</span></p>`;
}
