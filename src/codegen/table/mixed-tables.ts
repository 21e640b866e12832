import type { RuleBody } from "../../ir/decision-graph.js";
import { clausesToAsk } from "../../ir/index/cheap-first.js";
import type { Cell } from "../../ir/index/constant-leaf.js";
import { type KeyTest, keyTestsOf } from "../../ir/index/key-test.js";
import { planParts } from "../../ir/index/plan-parts.js";
import { type ClauseShape, clauseShapeOf, outcomeKey } from "../../ir/index/shape.js";
import type { Bundle } from "../bundles.js";

/**
 * Rules that have little in common but what comes of them, of a large set. Each is a row, and its clauses are what the row lists: a clause
 * is a form, which many clauses have, and the form's constants.
 */
export interface MixedTable {
  readonly id: number;
  readonly rows: readonly MixedRow[];
  readonly forms: readonly ClauseForm[];
  /** What rows are found by; a part names one by its place here. */
  readonly keys: readonly KeyTest[];
  /** The rows of each bundle: neighbours, in parts that are found by one key each. */
  readonly parts: ReadonlyMap<Bundle, readonly MixedPart[]>;
}

/** A rule as a row. */
export interface MixedRow {
  readonly body: RuleBody;
  /** Form and constants of each clause. */
  readonly clauses: readonly { readonly form: number; readonly instance: number }[];
}

/** A clause but for its constants, and the constants that there are of it. */
export interface ClauseForm {
  readonly shape: ClauseShape;
  readonly instances: readonly (readonly Cell[])[];
}

/** Rows of a bundle that are found by the same key; without a key all of them are asked. */
export interface MixedPart {
  readonly key: number | undefined;
  readonly first: number;
  readonly end: number;
  /** The keys of each row. */
  readonly keys: readonly (readonly Cell[])[];
}

/** Fewer rules than this are read more easily, and are as fast, as a function each. */
const fewestRows = 64;

/** Puts the rules that `isLeft` says are in no other table into mixed ones, where there are many. */
export function createMixedTables(
  bundles: readonly Bundle[],
  isLeft: (body: RuleBody) => boolean,
): readonly MixedTable[] {
  const byOutcome = new Map<string, Map<Bundle, RuleBody[]>>();
  for (const bundle of bundles) {
    for (const body of bundle.bodies) {
      if (!isLeft(body) || body.condition.canErr || body.condition.kind === "settled") continue;
      const key = outcomeKey(body);
      const members = byOutcome.get(key) ?? new Map<Bundle, RuleBody[]>();
      byOutcome.set(key, members);
      const bodies = members.get(bundle);
      if (bodies === undefined) members.set(bundle, [body]);
      else bodies.push(body);
    }
  }
  return [...byOutcome.values()]
    .filter((members) => [...members.values()].reduce((sum, { length }) => sum + length, 0) >= fewestRows)
    .map((members, id) => createTable(id, members));
}

function createTable(id: number, members: ReadonlyMap<Bundle, readonly RuleBody[]>): MixedTable {
  const rows: MixedRow[] = [];
  const keys: KeyTest[] = [];
  const forms = createForms();
  const parts = new Map<Bundle, readonly MixedPart[]>();
  for (const [bundle, bodies] of members) {
    const keyed = bodies.map((body) => ({ body, keys: keyTestsOf(body) }));
    const planned = planParts(keyed).map(({ id: keyId, members: found }): MixedPart => {
      const first = rows.length;
      rows.push(
        ...found.map(({ body }) => ({
          body,
          clauses: clausesToAsk(body).map(({ test }) => forms.place(test)),
        })),
      );
      const tests = found.map((each) => (keyId === undefined ? undefined : each.keys.get(keyId)));
      const key = placeOfKey(keys, tests[0]);
      return { key, first, end: rows.length, keys: tests.map((test) => test?.keys ?? []) };
    });
    parts.set(bundle, planned);
  }
  return { id, rows, forms: forms.all, keys, parts };
}

function placeOfKey(keys: KeyTest[], key: KeyTest | undefined): number | undefined {
  if (key === undefined) return undefined;
  const known = keys.findIndex(({ id }) => id === key.id);
  return known >= 0 ? known : keys.push(key) - 1;
}

/** Clauses that are the same in all constants are one instance of their form. */
function createForms() {
  const all: { readonly shape: ClauseShape; readonly instances: (readonly Cell[])[] }[] = [];
  const known = new Map<string, { readonly form: number; readonly places: Map<string, number> }>();
  return {
    all,
    place(test: RuleBody["clauses"][number]["test"]) {
      const shape = clauseShapeOf(test);
      const form = known.get(shape.key) ?? { form: all.length, places: new Map<string, number>() };
      if (form.form === all.length) all.push({ shape, instances: [] });
      known.set(shape.key, form);
      const instances = all[form.form]?.instances ?? [];
      const instance = form.places.get(shape.constants) ?? instances.push(shape.cells) - 1;
      form.places.set(shape.constants, instance);
      return { form: form.form, instance };
    },
  };
}
