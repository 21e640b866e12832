import type { RuleBody } from "../../ir/decision-graph.js";
import { type KeyTest, keyTestsOf } from "../../ir/index/key-test.js";
import { leadToOneRow, planLevels } from "../../ir/index/plan-levels.js";
import { type Shape, shapeKeyOf, shapeOf } from "../../ir/index/shape.js";
import { invariant } from "../../util/invariant.js";
import type { Bundle } from "../bundles.js";

/** Rules of one shape, each of which is a row. The rows of a bundle are neighbours. */
export interface Table {
  readonly id: number;
  readonly rows: readonly TableRow[];
  /** By bundle, where its rows begin and end. */
  readonly sections: ReadonlyMap<Bundle, TableSection>;
  /** The ids of the key tests by which a section's rows are found, one after the other. */
  readonly levels: readonly string[];
  /** Whether values of all levels lead to one row of a section at most. */
  readonly leadsToOneRow: boolean;
}

/** A rule as a row. */
export interface TableRow {
  readonly body: RuleBody;
  readonly shape: Shape;
  readonly keys: ReadonlyMap<string, KeyTest>;
}

/** The rows of one bundle. */
export interface TableSection {
  readonly first: number;
  readonly end: number;
}

/** The rows of a bundle that the table has rows of. */
export function sectionOf({ sections }: Table, bundle: Bundle): TableSection {
  const section = sections.get(bundle);
  invariant(section !== undefined, "the table has rows of the bundle");
  return section;
}

/** With fewer rules of a shape, a function for each of them reads better, and is as fast; with few more, if they hardly stand together. */
const fewestRows = 8;
const fewestSparseRows = 32;
const fewestOfABundle = 4;
const mostSparseTables = 24;

/**
 * Puts rules of one shape into tables, so that the ten thousand grants that a platform writes are one function over one table, and the
 * table is searched by an index. Rules of a shape of their own stay what they are, and so do those of which hardly two stand together, where
 * there are many such shapes: a mixed table has them all.
 */
export function createTables(bundles: readonly Bundle[]): readonly Table[] {
  const byShape = new Map<string, PlacedBody[]>();
  for (const bundle of bundles) {
    for (const body of bundle.bodies) {
      const key = shapeKeyOf(body);
      if (key === undefined) continue;
      const rows = byShape.get(key);
      const placed = { bundle, body };
      if (rows === undefined) byShape.set(key, [placed]);
      else rows.push(placed);
    }
  }
  const candidates = [...byShape.values()].filter((rows) => rows.length >= fewestRows);
  const mayBeSparse = candidates.length <= mostSparseTables;
  return candidates
    .filter((rows) => (mayBeSparse && rows.length >= fewestSparseRows) || isDense(rows))
    .map((placed, id) => createTable(id, placed));
}

/** Whether a bundle has several rows on the average: of many tables with a row or two for each, every scope would name most. */
function isDense(rows: readonly { readonly bundle: Bundle }[]): boolean {
  const bundles = new Set(rows.map(({ bundle }) => bundle));
  return rows.length >= bundles.size * fewestOfABundle;
}

/** A body of a bundle. */
interface PlacedBody {
  readonly bundle: Bundle;
  readonly body: RuleBody;
}

function createTable(id: number, placed: readonly PlacedBody[]): Table {
  const sections = new Map<Bundle, TableSection>();
  placed.forEach(({ bundle }, index) => {
    sections.set(bundle, { first: sections.get(bundle)?.first ?? index, end: index + 1 });
  });
  const rows = placed.map(({ body }): TableRow => {
    const shape = shapeOf(body);
    invariant(shape !== undefined, "what has the key of a shape has a shape");
    return { body, shape, keys: keyTestsOf(body) };
  });
  const searched = [...sections.values()].map(({ first, end }) =>
    rows.slice(first, end).map(({ keys }) => keys),
  );
  const levels = planLevels(searched);
  return { id, rows, sections, levels, leadsToOneRow: leadToOneRow(searched, levels) };
}
