import type { SourceFile } from "../../source/source-file.js";
import type { CoveredPlace } from "../../testing/coverage/covered-places.js";
import { type Html, html } from "../policy-report/html.js";
import { type Segment, sourceLines } from "./source-lines.js";

/** A file with its places in colour, one row a line; each place leads to the rule that it counts for. */
export function sourceHtml(
  file: SourceFile,
  places: readonly CoveredPlace[],
  withLaws: readonly CoveredPlace[] | undefined,
): Html {
  const lines = sourceLines(file, places);
  const ofLaws = new Map((withLaws ?? []).map((place) => [placeKey(place), place]));
  const last = lines.at(-1)?.length === 0 ? lines.length - 1 : lines.length;
  return html`<div class="scroll"><table class="source"><tbody>
${lines.slice(0, last).map((line, index) => lineHtml(line, index + 1, ofLaws))}</tbody></table></div>`;
}

function placeKey({ kind, span }: CoveredPlace): string {
  return `${kind} ${span.start} ${span.end}`;
}

type PlacesByKey = ReadonlyMap<string, CoveredPlace>;

function lineHtml(line: readonly Segment<CoveredPlace>[], number: number, ofLaws: PlacesByKey): Html {
  const places = new Set(line.flatMap(({ place }) => place ?? []));
  const counts = [...places].map(({ count }) => count);
  const count = counts.length === 0 ? "" : `${Math.min(...counts)}×`;
  return html`<tr><th scope="row">${number}</th><td class="count">${count}</td><td><code>${groupsOf(line).map((group) => groupHtml(group, ofLaws))}</code></td></tr>
`;
}

interface Group {
  readonly place: CoveredPlace | undefined;
  readonly segments: readonly Segment<CoveredPlace>[];
}

/** Neighbours in one place, together. */
function groupsOf(line: readonly Segment<CoveredPlace>[]): readonly Group[] {
  const groups: { place: CoveredPlace | undefined; segments: Segment<CoveredPlace>[] }[] = [];
  for (const segment of line) {
    const last = groups.at(-1);
    if (last !== undefined && last.place === segment.place) last.segments.push(segment);
    else groups.push({ place: segment.place, segments: [segment] });
  }
  return groups;
}

function groupHtml({ place, segments }: Group, ofLaws: PlacesByKey): Html | readonly Html[] {
  const texts = segments.map(segmentHtml);
  if (place === undefined) return texts;
  const laws = ofLaws.get(placeKey(place))?.shown;
  const classes = `place tests-${place.shown}${laws === undefined ? "" : ` laws-${laws}`}`;
  const [rule = ""] = place.rules;
  return html`<a class="${classes}" href="#rule-${rule}" title="${placeWords(place)}">${texts}</a>`;
}

/** A stretch of source, in the colour of what it is. */
export function segmentHtml({ text, highlight }: Segment<unknown>): Html {
  return highlight === undefined ? html`${text}` : html`<span class="${highlight}">${text}</span>`;
}

/** `true 3 times, false never · sales.team` */
function placeWords({ kind, count, outcomes, rules, shown }: CoveredPlace): string {
  if (shown === "unreachable") return "no request can show it";
  const times = (number: number): string => (number === 0 ? "never" : `${number}×`);
  if (kind === "rule") return `matched ${times(count)}`;
  const words = outcomes.map(({ name, count: seen }) => `${name} ${times(seen)}`).join(", ");
  return rules.length > 1 ? `${words} (in ${rules.length} rules)` : words;
}
