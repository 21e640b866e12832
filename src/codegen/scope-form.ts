import type { RuleBody, Scope } from "../ir/decision-graph.js";
import type { Bundle } from "./bundles.js";
import type { Code } from "./code.js";
import { isShared, mixedIn, type ScopeContext } from "./emit-scope.js";
import { type EmittedTable, rowsOf } from "./table/emit-table.js";

/** What a scope's function reads like, but for the constants of the scope's own. */
export interface ScopeForm {
  /** The same for scopes whose functions read the same. */
  readonly key: string;
  /** The scope's constants, each once, in the order in which its function names them. */
  readonly constants: readonly Code[];
}

/** Finds the form of a scope without writing its function, which takes far longer: whom it asks, and with which of its constants. */
export function scopeForm(context: ScopeContext, { denies, allows, obliges }: Scope): ScopeForm {
  const constants: Code[] = [];
  const places = new Map<string, number>();
  const placeOf: PlaceOf = (constant) => {
    const place = places.get(constant.text) ?? constants.push(constant) - 1;
    places.set(constant.text, place);
    return place;
  };
  const asked = (bodies: readonly RuleBody[], constantsOf: ConstantsOf): string =>
    listAsked(context, bodies, constantsOf, placeOf).join(" ");
  const modal = allows.length === 0 ? [] : [asked(allows, givenRows), asked(denies, givenRows)];
  const direct = [denies, allows, obliges].map((bodies) => asked(bodies, givenToFind));
  return { key: [...modal, ...direct].join("|"), constants };
}

/** Where a constant stands among those of the scope. */
type PlaceOf = (constant: Code) => number;

/** What a table is given for a bundle. */
type ConstantsOf = (table: EmittedTable, bundle: Bundle) => readonly Code[];

const givenRows: ConstantsOf = ({ table }, bundle) => rowsOf(table, bundle);
const givenToFind: ConstantsOf = (table, bundle) => table.foundBy(bundle);

/** Whom the rules of one effect are asked of, in turn. */
function listAsked(
  context: ScopeContext,
  bodies: readonly RuleBody[],
  constantsOf: ConstantsOf,
  placeOf: PlaceOf,
): readonly string[] {
  const { bundlesOf, writtenIn, tablesOf } = context.rules;
  const bundles = bundlesOf(bodies);
  const members = bundles.flatMap((bundle) => {
    if (isShared(context, bundle)) return [`bundle ${bundle.id}`];
    const tables = tablesOf(bundle).map(
      (each) => `table ${each.table.id}:${constantsOf(each, bundle).map(placeOf)}`,
    );
    return [...writtenIn(bundle).map(({ id }) => `rule ${id}`), ...tables];
  });
  const mixed = mixedIn(context, bundles).map(
    ({ table, partsOf }) => `mixed ${table.id}:${placeOf(partsOf(bundles))}`,
  );
  return [...members, ...mixed];
}
