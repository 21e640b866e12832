import { interpret } from "../../interpret/interpret.js";
import type { ConditionCoverage, RuleCoverage, Standing } from "../../testing/coverage/coverage-of.js";
import { decidingTests } from "../../testing/coverage/deciding-tests.js";
import type { OutcomeName } from "../../testing/coverage/tally.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Html, html } from "../policy-report/html.js";
import { countOf } from "../report.js";
import type { CoverageContext } from "./coverage-context.js";
import { missedWords, type Places } from "./coverage-words.js";
import { shownBlock } from "./shown-block.js";

/** The rules that no test matches, each with a test that would. */
export function neverMatchedHtml(context: CoverageContext, places: Places): Html | readonly [] {
  const { analysis, report, files } = context;
  const never = report.tests.rules.filter(({ matched }) => isMissing(matched));
  if (never.length === 0) return [];
  const tests = new Map(decidingTests(analysis, report.tests, files).map((test) => [test.rule, test]));
  const items = never.map(({ rule }) => {
    const test = tests.get(rule);
    const block = test && shownBlock(analysis.policySet, test.name, test.request, test.decision);
    return html`<li><div><a href="#rule-${rule.id}"><code>${rule.id}</code></a> <span class="place-words">${places.words(rule.heading)}</span>${block === undefined ? [] : html`<details><summary>A test that matches it</summary><pre>${block}</pre></details>`}</div></li>
`;
  });
  return html`<section aria-labelledby="never-title">
<h2 id="never-title">Never matched by any test</h2>
<ul class="results">${items}</ul>
</section>`;
}

function isMissing({ kind }: Standing): boolean {
  return kind === "missed" || kind === "unsettled";
}

/** Every rule with its conditions, and tests for what is missing. */
export function rulesHtml(context: CoverageContext, places: Places): Html {
  const { rules } = context.report.tests;
  const wanted = rules.flatMap(({ conditions }) => conditions.flatMap(wantedRequests));
  const isLarge = wanted.length > mostBlocks;
  return html`<section aria-labelledby="rules-title">
<h2 id="rules-title">Rules and their conditions</h2>
<p class="note">Tests alone. A condition decides where the rule would have turned had it alone been the other way round (MC/DC).</p>
${rules.map((rule) => ruleHtml(context, places, rule, !isLarge || rule.matched.kind === "covered"))}</section>`;
}

/** With more tests than these the page has those of rules that match alone: nobody reads so many, and polc gen-tests writes them all. */
const mostBlocks = 500;

function ruleHtml(context: CoverageContext, places: Places, coverage: RuleCoverage, hasTests: boolean): Html {
  const { rule, matched, evaluated, conditions } = coverage;
  const rows = conditions.map(
    (
      condition,
    ) => html`<tr><th scope="row"><code>${places.text(condition.condition.expression.span)}</code>${callHtml(condition)}</th>${outcomeNames.map((name) => outcomeCell(condition, name))}${condition.decisive ? cell(condition.decisive, "yes") : html`<td></td>`}</tr>
`,
  );
  const table = html`<table class="conditions"><thead><tr><th scope="col">Condition</th><th scope="col">true</th><th scope="col">false</th><th scope="col">error</th><th scope="col">decides</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return html`<article id="rule-${rule.id}"><h3><code>${rule.id}</code> <span class="place-words">${places.words(rule.heading)}</span></h3>
<p>${matchedWords(matched)}; in scope of ${countOf(evaluated, "principal")}</p>
${conditions.length === 0 ? [] : table}${hasTests ? conditions.map((condition) => wantedHtml(context, places, coverage, condition)) : []}</article>
`;
}

/** Tells the conditions of a definition apart that is called twice. */
function callHtml({ condition: { call } }: ConditionCoverage): Html | readonly [] {
  return call === 1 ? [] : html` <span class="place-words">call ${call}</span>`;
}

const outcomeNames: readonly OutcomeName[] = ["true", "false", "error"];

function matchedWords(matched: Standing): string {
  if (matched.kind === "covered") return `Matched ${matched.count}×`;
  return matched.kind === "unreachable" ? "No request can match it" : "Never matched";
}

function outcomeCell({ outcomes }: ConditionCoverage, name: OutcomeName): Html {
  const outcome = outcomes.find((each) => each.name === name);
  return outcome === undefined ? html`<td></td>` : cell(outcome.standing, `${outcome.count}×`);
}

function cell(standing: Standing, words: string): Html {
  if (standing.kind === "covered") return html`<td class="tests-all">${words}</td>`;
  if (standing.kind === "unreachable") return html`<td class="tests-unreachable">cannot be</td>`;
  return html`<td class="tests-none">never</td>`;
}

/** Tests that show what is missing of a condition. */
function wantedHtml(
  { analysis: { policySet } }: CoverageContext,
  places: Places,
  { rule }: RuleCoverage,
  condition: ConditionCoverage,
): Html | readonly [] {
  const requests = wantedRequests(condition);
  if (requests.length === 0) return [];
  const text = places.text(condition.condition.expression.span);
  const blocks = requests.map((request, index) => {
    const name = `${rule.id}: ${text}${requests.length > 1 ? ` (${index + 1})` : ""}`;
    return html`<pre>${shownBlock(policySet, name, request, interpret(policySet, request))}</pre>`;
  });
  return html`<details><summary><code>${text}</code>${callHtml(condition)} was ${missedWords(condition)}: requests that show it</summary>${blocks}</details>
`;
}

function wantedRequests({ outcomes, decisive }: ConditionCoverage): readonly JsonObject[] {
  const standings = [...outcomes.map(({ standing }) => standing), ...(decisive ? [decisive] : [])];
  const requests = standings.flatMap((standing) => (standing.kind === "missed" ? standing.requests : []));
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}
