import type { AtomTable } from "../encode/atom.js";
import type { Formula } from "../encode/formula.js";

/** Conjuncts that cannot all hold, by the first of them: a rule that one deny shadows is dead by it wherever both are in scope. */
let refuted = new WeakMap<AtomTable, Map<Formula, (readonly Formula[])[]>>();

/** Does some work without knowing what was refuted before, so that what it comes to does not hang on that; nor is it known after it. */
export function apart<T>(work: () => T): T {
  const outer = refuted;
  refuted = new WeakMap();
  try {
    return work();
  } finally {
    refuted = outer;
  }
}

/** Some of the conjuncts of which it is known that they cannot all hold. */
export function refutationOf(
  atoms: AtomTable,
  conjuncts: readonly Formula[],
): readonly Formula[] | undefined {
  const [first] = conjuncts;
  const cores = first && refuted.get(atoms)?.get(first);
  if (cores === undefined) return undefined;
  const all = new Set(conjuncts);
  return cores.find((core) => core.every((each) => all.has(each)));
}

/** Remembers that some conjuncts cannot all hold. */
export function noteRefuted(atoms: AtomTable, core: readonly Formula[]): void {
  const known = refuted.get(atoms) ?? new Map<Formula, (readonly Formula[])[]>();
  refuted.set(atoms, known);
  const [first] = core;
  if (first === undefined) return;
  const cores = known.get(first);
  if (cores === undefined) known.set(first, [core]);
  else cores.push(core);
}
