import { type AccessMatrix, type AccessRow, isReachable } from "../../analysis/report/access-matrix.js";
import { type Html, html } from "./html.js";

/*
 * Filters without a script: a style asks which boxes are ticked. Names of servers and tags stand in labels only; to the style they are
 * numbers.
 */

/** The controls that hide rows of the matrix. */
export function filtersHtml(matrix: AccessMatrix): Html {
  const servers = serversOf(matrix);
  const tags = tagsOf(matrix);
  return html`<div class="filters">
<fieldset><legend>Show</legend>${shows.map(({ id, label }, index) => radioHtml("show", id, label, index === 0))}</fieldset>
${servers.length < 2 ? [] : html`<fieldset><legend>Servers</legend>${servers.map((server, index) => checkboxHtml(`server-${index}`, server === "" ? "other" : server))}</fieldset>`}
${tags.length === 0 ? [] : html`<fieldset><legend>Tag</legend>${radioHtml("tag", "tag-any", "any", true)}${tags.map((tag, index) => radioHtml("tag", `tag-${index}`, tag, false))}</fieldset>`}
</div>`;
}

/** What can be shown, by the class of its rows; all of them where there is none. */
const shows = [
  { id: "show-all", label: "everything", classes: undefined },
  { id: "show-some", label: "what someone can do", classes: ".open,.always" },
  { id: "show-always", label: "what someone can always do", classes: ".always" },
  { id: "show-nobody", label: "what nobody can do", classes: ".nobody" },
] as const;

function radioHtml(name: string, id: string, label: string, isChosen: boolean): Html {
  const chosen = isChosen ? html` checked` : [];
  return html`<label><input type="radio" name="${name}" id="${id}"${chosen}> ${label}</label>`;
}

function checkboxHtml(id: string, label: string): Html {
  return html`<label><input type="checkbox" id="${id}" checked> ${label}</label>`;
}

/** What the controls do. */
export function filterStyle(matrix: AccessMatrix): string {
  const shown = shows.flatMap(({ id, classes }) => (classes === undefined ? [] : showOnly(id, classes)));
  const servers = serversOf(matrix).map((_, index) =>
    hide(`#server-${index}:not(:checked)`, `.server-${index}`),
  );
  const tags = tagsOf(matrix).flatMap((_, index) => showOnly(`tag-${index}`, `.tagged-${index}`));
  return [...shown, ...servers, ...tags].join("");
}

/** Hides all rows but some, and the groups that have none of them. */
function showOnly(id: string, classes: string): readonly string[] {
  return [
    hide(`#${id}:checked`, `tbody tr:not(.group,${classes})`),
    hide(`#${id}:checked`, `tbody:not(:has(${classes}))`),
  ];
}

function hide(ticked: string, hidden: string): string {
  return `body:has(${ticked}) .matrix ${hidden}{display:none}\n`;
}

/** By what a row is hidden or shown. */
export function rowClasses(matrix: AccessMatrix, row: AccessRow): string {
  const tags = tagsOf(matrix);
  const tagged = row.action.tags.map((tag) => `tagged-${tags.indexOf(tag)}`);
  const isAlways = row.cells.some(({ verdict }) => verdict === "always");
  const reach = isReachable(row) === false ? "nobody" : isAlways ? "always" : "open";
  return [reach, ...tagged].join(" ");
}

/** What stands before the first dot of a row's action: the server, for a tool. Empty for a name without a dot. */
export function serverOf({ action }: AccessRow): string {
  const dot = action.name.indexOf(".");
  return dot < 0 ? "" : action.name.slice(0, dot);
}

/** All servers, sorted. */
export function serversOf({ rows }: AccessMatrix): readonly string[] {
  return [...new Set(rows.map(serverOf))].sort();
}

function tagsOf({ rows }: AccessMatrix): readonly string[] {
  return [...new Set(rows.flatMap(({ action }) => action.tags))].sort();
}
