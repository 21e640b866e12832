import { printTestBlock } from "../../analysis/print-test-block.js";
import type { Side } from "../../analysis/report/access.js";
import type { AccessDetail } from "../../analysis/report/access-details.js";
import type { AccessRow } from "../../analysis/report/access-matrix.js";
import type { Witness } from "../../analysis/report/settle.js";
import type { RuleCondition } from "../../analysis/report/side-conditions.js";
import { type Html, html } from "./html.js";
import type { ReportContext } from "./report-context.js";
import { obligationNames, rowWords, settledWords, sideWords, unknownWords } from "./report-words.js";

/** What cells have to say: each opens beside the matrix, and is printed below it. */
export function detailsHtml(context: ReportContext, details: readonly AccessDetail[]): Html {
  return html`<section class="details" aria-label="Conditions">
${details.map((detail, index) => detailHtml(context, detail, index))}</section>`;
}

function detailHtml(context: ReportContext, { asker, rows, access }: AccessDetail, index: number): Html {
  const isAlone = access.sides.length === 1;
  return html`<article popover id="detail-${index}" aria-labelledby="detail-${index}-title">
<button type="button" class="close" popovertarget="detail-${index}" popovertargetaction="hide" aria-label="Close">×</button>
<p class="eyebrow">${asker.words}</p>
<h3 id="detail-${index}-title"><span class="cell ${access.verdict}"><i class="mark ${access.verdict}" aria-hidden="true"></i>${access.verdict}</span> ${titleHtml(rows)}</h3>
${access.verdict === "unknown" ? html`<p class="note">${unknownWords}</p>` : []}${sameHtml(rows)}${isAlone ? [] : html`<p class="note">The request is allowed where both principals are.</p>`}
${access.sides.map((side) => sideHtml(side, isAlone))}
${witnessHtml(context, "A request that is allowed", access.allowed)}${witnessHtml(context, "A request that is denied", access.denied)}</article>
`;
}

function titleHtml(rows: readonly AccessRow[]): Html {
  const [first] = rows;
  const more = rows.length > 1 ? html` <span class="on">and ${rows.length - 1} more</span>` : [];
  return html`<code>${first === undefined ? "" : rowWords(first)}</code>${more}`;
}

function sameHtml(rows: readonly AccessRow[]): Html | readonly [] {
  if (rows.length < 2) return [];
  return html`<details class="same"><summary>The same for ${rows.length} rows</summary><ul>${rows.map((row) => html`<li><code>${rowWords(row)}</code></li>`)}</ul></details>
`;
}

function sideHtml(side: Side, isAlone: boolean): Html {
  const { conditions, principal } = side;
  const settled = settledWords(side);
  const head = isAlone
    ? []
    : html`<h4>${sideWords(principal)}</h4>
`;
  const text = settled ?? conditions.clauses;
  return html`<section class="side">
${head}${text === undefined ? [] : settled === undefined ? html`<pre>${clausesHtml(text)}</pre>` : html`<p>${text}</p>`}
${rulesHtml("Allowed by", conditions.allows)}${rulesHtml("Denied by", conditions.denies)}${rulesHtml("Obliged by", conditions.obliges)}</section>
`;
}

/** The keyword of each clause stands out. */
function clausesHtml(clauses: string): readonly Html[] {
  return clauses.split("\n").map((line, index) => {
    const feed = index === 0 ? "" : "\n";
    const keyword = /^(when|unless) /.exec(line)?.[1];
    return keyword === undefined
      ? html`${feed}${line}`
      : html`${feed}<b class="${keyword}">${keyword}</b>${line.slice(keyword.length)}`;
  });
}

const rulesAtOnce = 40;

function rulesHtml(name: string, rules: readonly RuleCondition[]): Html | readonly [] {
  if (rules.length === 0) return [];
  const more = rules.length - rulesAtOnce;
  const rest = more > 0 ? html`<li>and ${more} more</li>` : [];
  return html`<details><summary>${name} <span class="count">${rules.length}</span></summary><ul class="rules">${rules.slice(0, rulesAtOnce).map(ruleHtml)}${rest}</ul></details>
`;
}

function ruleHtml({ rule, clauses }: RuleCondition): Html {
  const because = rule.because === undefined ? [] : html`<p class="because">${rule.because}</p>`;
  const obliges = obligationNames(rule).join(", ");
  return html`<li><code>${rule.id}</code>${obliges === "" ? [] : ` to ${obliges}`}${because}${clauses === "" ? [] : html`<pre>${clausesHtml(clauses)}</pre>`}</li>`;
}

function witnessHtml(
  { policySet }: ReportContext,
  name: string,
  witness: Witness | undefined,
): Html | readonly [] {
  if (witness === undefined) return [];
  const block = printTestBlock(policySet, name, witness.request, witness.decision);
  return html`<details><summary>${name}</summary><pre>${block.trimEnd()}</pre></details>
`;
}
