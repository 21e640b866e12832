import { modelOrderForms } from "./model-order-forms.js";

/** A phrase that gives orders to the model, in a folded text. */
export interface ModelOrder {
  readonly start: number;
  readonly end: number;
  /** What it does, to go on after "this": `sets earlier instructions aside`. */
  readonly deed: string;
}

/**
 * The phrases of a folded text that speak to the model over the heads of its users, in the order of the text. `tools` are the server's own:
 * what to do when one of them is called is advice that a server may give.
 */
export function findModelOrders(text: string, tools: ReadonlySet<string>): readonly ModelOrder[] {
  const orders = modelOrderForms.flatMap(({ deed, pattern }) =>
    [...text.matchAll(pattern)]
      .filter(({ groups }) => !tools.has(groups?.tool ?? ""))
      .map(({ 0: phrase, index }) => ({ start: index, end: index + phrase.length, deed })),
  );
  return orders.sort((left, right) => left.start - right.start);
}
