import { groupBy } from "../../../src/util/group-by.js";
import { type EngineName, engineNames } from "../engines/engine.js";
import { isMeasured, type Results, type WorkloadResult } from "./results.js";
import { printTime } from "./units.js";

/** The time of a decision against the number of rules, both logarithmic: a panel for each shape. */
export function plotResults({ workloads }: Results): string {
  const shapes = [...groupBy(workloads, ({ shape }) => shape).values()];
  const scales = scalesOf(workloads);
  const panels = shapes.map((shape, index) => printPanel(shape, scales, index));
  const height = Math.ceil((shapes.length + 1) / columns) * panelHeight + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns * panelWidth + margin} ${height}" role="img">
<title>Time of a decision against the number of rules</title>
<style>${style}</style>
${panels.join("\n")}
${printLegend(shapes.length)}
</svg>
`;
}

const columns = 2;
const panelWidth = 400;
const panelHeight = 270;
const margin = 20;
/** Within a panel: room for the labels of the axes. */
const area = { left: 62, top: 34, width: 310, height: 190 };

/** Colours that can be told from each other on white and on black; polc's are the thick ones. */
const colours: Readonly<Record<EngineName, string>> = {
  hand: "#7a7a7a",
  allows: "#0a84d6",
  decide: "#2ca58d",
  interpreter: "#b07cc6",
  casl: "#c99700",
  casbin: "#e0662f",
  cedar: "#d6336c",
};

const style = `
text { font: 12px system-ui, sans-serif; fill: #333; }
.title { font-weight: 600; }
.grid { stroke: #8884; }
path { fill: none; stroke-width: 1.5; }
.polc { stroke-width: 3; }
.hand { stroke-dasharray: 5 3; }
@media (prefers-color-scheme: dark) { text { fill: #ddd; } }
`;

interface Scales {
  readonly x: (rules: number) => number;
  readonly y: (nanoseconds: number) => number;
  readonly sizes: readonly number[];
  /** Powers of ten that are within what was measured. */
  readonly times: readonly number[];
}

function scalesOf(workloads: readonly WorkloadResult[]): Scales {
  const sizes = [...new Set(workloads.map(({ rules }) => rules))].sort((a, b) => a - b);
  const medians = workloads.flatMap(({ engines }) => engines.filter(isMeasured).map(({ median }) => median));
  const low = Math.floor(Math.log10(Math.min(...medians)));
  const high = Math.ceil(Math.log10(Math.max(...medians)));
  const first = Math.log10(sizes[0] ?? 1);
  const last = Math.log10(sizes.at(-1) ?? 10);
  return {
    x: (rules) => area.left + ((Math.log10(rules) - first) / Math.max(last - first, 1)) * area.width,
    y: (time) => area.top + ((high - Math.log10(time)) / Math.max(high - low, 1)) * area.height,
    sizes,
    times: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function printPanel(shape: readonly WorkloadResult[], scales: Scales, index: number): string {
  const [{ shape: name } = { shape: "" }] = shape;
  const lines = engineNames.map((engine) => printLine(shape, engine, scales));
  return `<g transform="${placeOf(index)}">
<text class="title" x="${area.left}" y="20">${name}</text>
${printAxes(scales)}
${lines.join("\n")}
</g>`;
}

function placeOf(index: number): string {
  return `translate(${(index % columns) * panelWidth} ${Math.floor(index / columns) * panelHeight})`;
}

function printAxes({ x, y, sizes, times }: Scales): string {
  const right = area.left + area.width;
  const bottom = area.top + area.height;
  const rows = times.map(
    (time) =>
      `<line class="grid" x1="${area.left}" x2="${right}" y1="${print(y(time))}" y2="${print(y(time))}"/>` +
      `<text text-anchor="end" x="${area.left - 6}" y="${print(y(time) + 4)}">${printTime(time).replace(".0", "")}</text>`,
  );
  const marks = sizes.map(
    (size) =>
      `<text text-anchor="middle" x="${print(x(size))}" y="${bottom + 18}">${size.toLocaleString("en")}</text>`,
  );
  return [...rows, ...marks].join("\n");
}

function printLine(shape: readonly WorkloadResult[], name: EngineName, { x, y }: Scales): string {
  const points = shape.flatMap(({ rules, engines }) =>
    engines
      .filter(isMeasured)
      .filter(({ engine }) => engine === name)
      .map(({ median }) => `${print(x(rules))} ${print(y(median))}`),
  );
  if (points.length === 0) return "";
  return `<path class="${classOf(name)}" stroke="${colours[name]}" d="M${points.join(" L")}"/>`;
}

function classOf(name: EngineName): string {
  if (name === "hand") return "hand";
  return name === "allows" || name === "decide" ? "polc" : "other";
}

/** In the place of the panel after the last one. */
function printLegend(index: number): string {
  const entries = engineNames.map(
    (name, line) =>
      `<path class="${classOf(name)}" stroke="${colours[name]}" d="M${area.left} ${area.top + line * 22} h40"/>` +
      `<text x="${area.left + 50}" y="${area.top + line * 22 + 4}">${name}</text>`,
  );
  return `<g transform="${placeOf(index)}">\n${entries.join("\n")}\n</g>`;
}

function print(coordinate: number): string {
  return coordinate.toFixed(1);
}
