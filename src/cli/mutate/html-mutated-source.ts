import type { SourceFile } from "../../source/source-file.js";
import { segmentHtml } from "../coverage/html-source.js";
import { type Segment, sourceLines } from "../coverage/source-lines.js";
import { type Html, html } from "../policy-report/html.js";
import type { MutatedPlace } from "./mutated-places.js";

/** A file with what was mutated in colour, one row a line; what nothing notices leads to the test that would. */
export function mutatedSourceHtml(file: SourceFile, places: readonly MutatedPlace[]): Html {
  const lines = sourceLines(file, places);
  const last = lines.at(-1)?.length === 0 ? lines.length - 1 : lines.length;
  const rows = lines.slice(0, last).map(
    (
      line,
      index,
    ) => html`<tr><th scope="row">${index + 1}</th><td><code>${line.map(stretchHtml)}</code></td></tr>
`,
  );
  return html`<div class="scroll"><table class="source"><tbody>
${rows}</tbody></table></div>`;
}

function stretchHtml(segment: Segment<MutatedPlace>): Html {
  const text = segmentHtml(segment);
  if (segment.place === undefined) return text;
  const { look, test, words } = segment.place;
  if (test === undefined) return html`<span class="place tests-${look}" title="${words}">${text}</span>`;
  return html`<a class="place tests-${look}" href="#test-${test + 1}" title="${words}">${text}</a>`;
}
