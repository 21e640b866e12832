import type { AssertionVerdict } from "../../analysis/assertions.js";
import { printTestBlock } from "../../analysis/print-test-block.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type Html, html } from "./html.js";
import type { ReportContext } from "./report-context.js";
import { assertionWord, placeWords } from "./report-words.js";

/** What was promised, and whether it holds. */
export function assertionsHtml(context: ReportContext): Html | readonly [] {
  const { assertions } = context.report;
  if (assertions.length === 0) return [];
  return html`<section aria-labelledby="assertions-title">
<h2 id="assertions-title">Assertions</h2>
<ul class="results">${assertions.map((verdict) => assertionHtml(context, verdict))}</ul>
</section>
`;
}

function assertionHtml(context: ReportContext, verdict: AssertionVerdict): Html {
  const { assertion } = verdict;
  return html`<li><span class="verdict ${verdict.kind}">${assertionWord(verdict)}</span>
<div><code>${assertion.name}</code> <span class="place">${placeWords(context, assertion.span)}</span>
<pre>${assertion.text}</pre>${counterexample(context, verdict)}</div></li>
`;
}

function counterexample({ policySet }: ReportContext, verdict: AssertionVerdict): Html | readonly [] {
  if (verdict.kind !== "refuted") return [];
  const name = `against ${verdict.assertion.name}`;
  const block = printTestBlock(policySet, name, verdict.request, verdict.replay.decision);
  return html`<details><summary>A request for which it does not hold</summary><pre>${block.trimEnd()}</pre></details>`;
}

/** What the analyses found. */
export function findingsHtml(context: ReportContext): Html {
  const { findings } = context.report;
  const list =
    findings.length === 0
      ? html`<p class="empty">Nothing was found.</p>`
      : html`<ul class="results">${findings.map((finding) => findingHtml(context, finding))}</ul>`;
  return html`<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${list}
</section>
`;
}

function findingHtml(
  context: ReportContext,
  { severity, code, message, span, label, help }: Diagnostic,
): Html {
  return html`<li><span class="verdict ${severity}">${severity}</span>
<div><b>${prose(message)}</b> <span class="place">${code} · ${placeWords(context, span)}</span>${label === undefined ? [] : html`<p>${prose(label)}</p>`}${help === undefined ? [] : html`<pre>${help}</pre>`}</div></li>
`;
}

/** A diagnostic's words: what stands in backticks is code. */
function prose(text: string): readonly Html[] {
  return text.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
