import type { Access } from "../../analysis/report/access.js";
import { type AccessDetail, detailIndex } from "../../analysis/report/access-details.js";
import type { AccessMatrix, AccessRow, Asker } from "../../analysis/report/access-matrix.js";
import { type Html, html } from "./html.js";
import { rowClasses, serverOf, serversOf } from "./html-filters.js";
import { actionWords } from "./report-words.js";

/** The matrix: a column for each asker, a row for each action, a group of rows for each server. */
export function matrixHtml(matrix: AccessMatrix, details: readonly AccessDetail[]): Html {
  const { askers, rows } = matrix;
  if (askers.length === 0 || rows.length === 0)
    return html`<p class="empty">No principal or no action is declared: there is nothing to ask for.</p>`;
  const detailOf = detailIndex(details);
  const groups = serversOf(matrix).map((server, index) => {
    const own = rows.filter((row) => serverOf(row) === server);
    return groupHtml({ matrix, server, index, rows: own, detailOf });
  });
  return html`<div class="scroll" role="region" aria-labelledby="matrix-title" tabindex="0">
<table class="matrix">
<thead><tr><th scope="col" class="corner">Action</th>${askers.map(({ words }) => html`<th scope="col">${words}</th>`)}</tr></thead>
${groups}
</table>
</div>`;
}

interface Group {
  readonly matrix: AccessMatrix;
  readonly server: string;
  readonly index: number;
  readonly rows: readonly AccessRow[];
  readonly detailOf: (asker: Asker, access: Access) => number;
}

function groupHtml(group: Group): Html {
  const { matrix, server, index, rows } = group;
  const head =
    server === ""
      ? []
      : html`<tr class="group"><th scope="rowgroup" colspan="${matrix.askers.length + 1}">${server} <span>${rows.length}</span></th></tr>
`;
  return html`<tbody class="server-${index}">
${head}${rows.map((row) => rowHtml(group, row))}</tbody>
`;
}

function rowHtml({ matrix, detailOf }: Group, row: AccessRow): Html {
  const { action, resources, cells } = row;
  const on = resources === undefined ? [] : html` <span class="on">on ${resources.join(", ")}</span>`;
  const tags = action.tags.map((tag) => html` <span class="tag">${tag}</span>`);
  return html`<tr class="${rowClasses(matrix, row)}"><th scope="row"><code>${actionWords(action.name)}</code>${on}${tags}</th>${cells.map(
    (access, index) => {
      const asker = matrix.askers[index];
      return asker === undefined ? [] : cellHtml(access, detailOf(asker, access));
    },
  )}</tr>
`;
}

function cellHtml({ verdict }: Access, detail: number): Html {
  return html`<td><button type="button" class="cell ${verdict}" popovertarget="detail-${detail}"><i class="mark ${verdict}" aria-hidden="true"></i>${verdict}</button></td>`;
}
