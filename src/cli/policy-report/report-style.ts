/** How the page of a report looks, in light and in dark. Marks differ in shape as well as in colour. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --paper: #ffffff; --ink: #1a2230; --quiet: #586274; --line: #dfe3ea; --soft: #eef1f5; --focus: #1f5fd6;
  --always: #0b6b53; --always-soft: #d8f1e8; --when: #8a5200; --when-soft: #fdecc8; --never: #667085; --unknown: #6a35b8; --unknown-soft: #ece1fb;
  --bad: #b3261e; --bad-soft: #fbe3e1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #10141b; --paper: #171d27; --ink: #e4e9f1; --quiet: #9aa6b8; --line: #2b3442; --soft: #202836; --focus: #7fb0ff;
    --always: #6fdcb8; --always-soft: #123d32; --when: #f3c063; --when-soft: #43310c; --never: #8b97a9; --unknown: #c5a3ff; --unknown-soft: #34234f;
    --bad: #ff9c93; --bad-soft: #4a1d1a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
header, main { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: .25rem 2.5rem 1rem 0; font-size: 1.05rem; overflow-wrap: anywhere; }
h4 { margin: 0 0 .5rem; font-size: .95rem; }
p { margin: .25rem 0; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre b.when { color: var(--always); } pre b.unless { color: var(--bad); }
.eyebrow { color: var(--quiet); font-size: .8rem; font-weight: 600; letter-spacing: .04em; }
.digest, .place, .on, .note, .because, .empty { color: var(--quiet); }
.digest { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .75rem; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 9; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; }
.figures div { flex: 1 1 9rem; padding: .75rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.figures dt { color: var(--quiet); font-size: .8rem; } .figures dd { margin: 0; } .figures b { font-size: 1.4rem; margin-right: .25rem; } .figures span { color: var(--quiet); font-size: .8rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; color: var(--quiet); font-size: .85rem; } .legend b { color: var(--ink); font-weight: 600; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .75rem 0; font-size: .85rem; }
fieldset { display: flex; flex-wrap: wrap; gap: .15rem 1rem; margin: 0; padding: 0; border: 0; }
legend { float: left; margin-right: .75rem; padding: 0; color: var(--quiet); font-weight: 600; }
label { white-space: nowrap; } input { accent-color: var(--focus); vertical-align: -1px; }
.scroll { max-height: 85vh; overflow: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.matrix { border-collapse: separate; border-spacing: 0; width: 100%; }
.matrix th, .matrix td { border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; }
.matrix tbody:last-child tr:last-child > * { border-bottom: 0; }
.matrix thead th { position: sticky; top: 0; z-index: 2; padding: .6rem .75rem; background: var(--soft); font-size: .8rem; font-weight: 600; vertical-align: bottom; min-width: 7rem; }
.matrix thead th:not(.corner) { padding-left: 1rem; }
.matrix .corner { left: 0; z-index: 3; }
.matrix tbody th[scope=row] { position: sticky; left: 0; z-index: 1; padding: .35rem .75rem; background: var(--paper); min-width: 14rem; max-width: 34rem; overflow-wrap: anywhere; }
.matrix td { padding: .25rem .4rem; }
.matrix .group th { padding: .7rem .75rem .3rem; background: var(--paper); font-weight: 600; } .matrix .group span { color: var(--quiet); font-weight: 400; font-size: .8rem; }
.matrix tbody tr:not(.group):hover > * { background: var(--soft); }
.tag { padding: 0 .4rem; border: 1px solid var(--line); border-radius: 4px; color: var(--quiet); font-size: .75rem; white-space: nowrap; }
.on, .place { font-size: .85em; }
.cell { display: inline-flex; align-items: center; gap: .4rem; padding: .1rem .6rem; border: 1px solid transparent; border-radius: 999px; background: none; color: var(--never); font: inherit; font-size: .85rem; font-weight: 600; }
button.cell { cursor: pointer; } button.cell:hover { border-color: currentColor; }
.cell.always { background: var(--always-soft); color: var(--always); } .cell.when { background: var(--when-soft); color: var(--when); }
.cell.unknown { background: var(--unknown-soft); color: var(--unknown); } .cell.never { font-weight: 400; }
.mark { display: inline-block; flex: none; width: .7em; height: .7em; border: .13em solid currentColor; border-radius: 50%; }
.mark.always { background: currentColor; color: var(--always); } .mark.when { color: var(--when); background: linear-gradient(90deg, currentColor 50%, transparent 50%); }
.mark.never { color: var(--never); } .mark.unknown { color: var(--unknown); border-style: dotted; border-radius: 2px; }
.results { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.results li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .75rem; padding: .75rem 1rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; } .results li:first-child { border-top: 0; }
.verdict { justify-self: start; align-self: start; padding: .05rem .6rem; border-radius: 4px; background: var(--soft); font-size: .8rem; font-weight: 600; }
.verdict.proved { background: var(--always-soft); color: var(--always); } .verdict.refuted, .verdict.error { background: var(--bad-soft); color: var(--bad); }
.verdict.warning, .verdict.vacuous { background: var(--when-soft); color: var(--when); } .verdict.unknown { background: var(--unknown-soft); color: var(--unknown); }
.details { margin-top: 2.5rem; }
article { padding: 1.5rem; background: var(--paper); color: var(--ink); border: 1px solid var(--line); }
article:popover-open { position: fixed; inset: 0 0 0 auto; width: min(46rem, 100vw); height: 100%; max-height: none; margin: 0; overflow: auto; border-width: 0 0 0 1px; box-shadow: 0 0 2rem rgb(0 0 0 / .25); }
article::backdrop { background: rgb(0 0 0 / .25); }
article .side { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line); }
article summary { cursor: pointer; padding: .15rem 0; } .count { color: var(--quiet); }
.close { position: absolute; top: 1rem; right: 1rem; width: 2rem; height: 2rem; border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit; font-size: 1.2rem; line-height: 1; cursor: pointer; }
article ul { margin: .25rem 0 .5rem; padding-left: 1.25rem; } .rules li { margin-bottom: .5rem; }
@media print {
  body { background: none; } .filters, .close, .skip { display: none; } .scroll { max-height: none; overflow: visible; }
  .matrix thead th, .matrix tbody th[scope=row] { position: static; } article[popover] { display: block; position: static; width: auto; margin: 0 0 1rem; break-inside: avoid; }
}
`;
