import type { ActionSchema, PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { Analysis } from "../analysis.js";
import { requestKinds } from "../request-kind.js";
import { type Access, accessOf } from "./access.js";
import { createConditionSource } from "./side-conditions.js";

/** Who asks: a column of the matrix. */
export interface Asker {
  readonly subject: string;
  /** Who acts for the subject; undefined where the subject acts by itself. */
  readonly actor: string | undefined;
  /** As a sentence of Pol names it: `Agent acting for User`. */
  readonly words: string;
}

/** What can be asked for: a row of the matrix. */
export interface AccessRow {
  readonly action: ActionSchema;
  /** The types of the resources for which all of the row is the same; undefined where the action has no `on`. */
  readonly resources: readonly string[] | undefined;
  /** One for each asker. */
  readonly cells: readonly Access[];
}

/** Who can do what, for every kind of request that there is. */
export interface AccessMatrix {
  readonly askers: readonly Asker[];
  /** Sorted by action and resource. */
  readonly rows: readonly AccessRow[];
}

/** Asks, for every kind of request, whether it is ever allowed and whether it is ever denied. */
export function accessMatrix(analysis: Analysis): AccessMatrix {
  const conditions = createConditionSource();
  const cells = new Map(
    requestKinds(analysis).map((kind) => [keyOf(kind.environment), accessOf(analysis, kind, conditions)]),
  );
  const askers = askersOf(analysis);
  const rows = [...analysis.policySet.actions.values()].flatMap((action) =>
    rowsOf(action, (resource) =>
      askers.flatMap(({ subject, actor }) => {
        const cell = cells.get(keyFor({ action: action.name, resource, subject, actor }));
        return cell === undefined ? [] : [cell];
      }),
    ),
  );
  return { askers, rows };
}

interface KindKey {
  readonly action: string;
  readonly resource: string | undefined;
  readonly subject: string;
  readonly actor: string | undefined;
}

function keyOf({ action, resource, subject, actor }: Environment): string {
  return keyFor({ action, resource, subject: subject.type, actor: actor?.type });
}

function keyFor({ action, resource, subject, actor }: KindKey): string {
  return JSON.stringify([action, resource, subject, actor]);
}

/** Those who ask by themselves, then those who act for others. */
function askersOf({ graph, policySet }: Analysis): readonly Asker[] {
  const askers = new Map<string, Asker>();
  for (const environment of graph.environments) {
    const subject = environment.subject.type;
    const actor = environment.actor?.type;
    const words = wordsFor(policySet, subject, actor);
    if (!askers.has(words)) askers.set(words, { subject, actor, words });
  }
  const order = ({ words, actor }: Asker): string => `${actor === undefined ? 0 : 1} ${words}`;
  return [...askers.values()].sort((left, right) => (order(left) < order(right) ? -1 : 1));
}

function wordsFor({ entities }: PolicySet, subject: string, actor: string | undefined): string {
  if (actor !== undefined) return `${actor} acting for ${subject}`;
  const couldActFor = entities.get(subject)?.actingFor ?? [];
  return couldActFor.length === 0 ? subject : `${subject} acting alone`;
}

/** Types of resources for which nothing differs share a row. */
function rowsOf(
  action: ActionSchema,
  cellsOn: (resource: string | undefined) => readonly Access[],
): readonly AccessRow[] {
  if (action.resources === undefined) return [{ action, resources: undefined, cells: cellsOn(undefined) }];
  const rows = new Map<string, AccessRow & { readonly resources: readonly string[] }>();
  for (const resource of action.resources) {
    const cells = cellsOn(resource);
    const key = cells.map((cell) => cell.key).join();
    const known = rows.get(key);
    rows.set(key, {
      action,
      cells: known?.cells ?? cells,
      resources: [...(known?.resources ?? []), resource],
    });
  }
  return [...rows.values()];
}

/** Whether someone can be allowed what a row asks for; undefined where that could not be settled. */
export function isReachable({ cells }: AccessRow): boolean | undefined {
  if (cells.some(({ verdict }) => verdict === "always" || verdict === "when")) return true;
  return cells.every(({ verdict }) => verdict === "never") ? false : undefined;
}
