import type { ObligationHandler } from "../obligation-handler.js";

/** `audit(level: …)`: the call waits until the audit log has the decision, and is denied where it cannot be written. */
export const audit: ObligationHandler = () => ({ awaitsAudit: true });

/** `label(name: …)`: the session carries the label from now on. */
export const label: ObligationHandler = ({ name, ...others }, { labels }) => {
  if (typeof name !== "string" || Object.keys(others).length > 0) return undefined;
  return { onAllow: () => void labels.add(name) };
};

/** `spend(budget: …, amount: n)`: the session has spent so much more of the budget. */
export const spend: ObligationHandler = ({ budget, amount, ...others }, { spent }) => {
  if (typeof budget !== "string" || typeof amount !== "number" || Object.keys(others).length > 0)
    return undefined;
  return { onAllow: () => addTo(spent, budget, amount) };
};

function addTo(spent: Map<string, number>, budget: string, amount: number): void {
  const sum = (spent.get(budget) ?? 0) + amount;
  if (amount < 0 || !Number.isSafeInteger(sum)) throw new RangeError(`\`${budget}\` cannot be added up`);
  spent.set(budget, sum);
}
