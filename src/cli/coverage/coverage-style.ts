import { reportStyle } from "../policy-report/report-style.js";

/** How the page of a coverage looks: as the page of a report does, with sources. What was shown differs in underline as well as in colour. */
export const coverageStyle = `${reportStyle}
a { color: var(--focus); } h3 + p { margin-top: 0; } .legend + h3, .views + h3, .scroll + h3 { margin-top: 1.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; max-width: 80rem; margin: 1rem auto 0; padding: 0 1.5rem; list-style: none; }
article { margin: 0 0 1rem; border-radius: 8px; } article:target { outline: 2px solid var(--focus); }
.place-words { color: var(--quiet); font-size: .85rem; font-weight: 400; }
.views { margin: .75rem 0; font-size: .85rem; }
.source { border-collapse: collapse; width: 100%; } .source code { white-space: pre-wrap; tab-size: 4; overflow-wrap: anywhere; }
.source td, .source th { padding: 0 .75rem; vertical-align: top; line-height: 1.6; } .source th { width: 1%; color: var(--quiet); font-weight: 400; font-size: .8rem; text-align: right; user-select: none; }
.source .count { width: 1%; font-size: .75rem; text-align: right; white-space: nowrap; user-select: none; }
.source .word { font-weight: 600; } .source .text { color: var(--unknown); } .source .comment { color: var(--quiet); font-style: italic; }
.place { color: inherit; font-size: inherit; font-style: normal; text-decoration: none; border-radius: 3px; padding: 0 .15em; }
.tests-all { background: var(--always-soft); border-bottom: 2px solid var(--always); }
.tests-some { background: var(--when-soft); border-bottom: 2px dashed var(--when); }
.tests-none { background: var(--bad-soft); border-bottom: 3px double var(--bad); }
.tests-unreachable { background: var(--soft); border-bottom: 1px dotted var(--never); color: var(--never); }
body:has(#view-laws:checked) .source .laws-all { background: var(--always-soft); border-bottom: 2px solid var(--always); }
body:has(#view-laws:checked) .source .laws-some { background: var(--when-soft); border-bottom: 2px dashed var(--when); }
body:has(#view-laws:checked) .source .laws-none { background: var(--bad-soft); border-bottom: 3px double var(--bad); }
.conditions { border-collapse: collapse; table-layout: fixed; width: 100%; margin: .5rem 0; font-size: .85rem; }
.conditions th, .conditions td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; } .conditions thead th { color: var(--quiet); }
.conditions thead th:not(:first-child) { width: 6rem; } .conditions tbody th { overflow-wrap: anywhere; }
.results li { grid-template-columns: minmax(0, 1fr); }
`;
