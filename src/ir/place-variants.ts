import type {
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  Target,
  TypedRule,
} from "../check/typed-policy-set.js";

/** A rule of the set, its place there, and one of its variants. */
export interface PlacedVariant {
  readonly rule: TypedRule;
  readonly ruleIndex: number;
  readonly variant: RuleVariant;
  /** Tells the variants of the set apart: they are numbered from 0 on. */
  readonly number: number;
}

/** Gives the variants of an environment, in the order of their rules. */
export type VariantIndex = (principal: PrincipalEnvironment, target: Target) => readonly PlacedVariant[];

/** Puts every variant of every rule into the environments that it is typed in. */
export function placeVariants({ rules }: PolicySet): VariantIndex {
  const principals = createNumbering();
  const targets = createTargetNumbering();
  const index: PlacedVariant[][][] = [];
  let number = 0;
  rules.forEach((rule, ruleIndex) => {
    for (const variant of rule.variants) {
      const placed = { rule, ruleIndex, variant, number: number++ };
      const rows = variant.principals.map((principal) =>
        rowAt(index, principals.add(principalKey(principal))),
      );
      for (const { action, resource } of variant.targets) {
        const column = targets.add(action, resource);
        for (const row of rows) rowAt(row, column).push(placed);
      }
    }
  });
  return (principal, { action, resource }) =>
    index[principals.find(principalKey(principal))]?.[targets.find(action, resource)] ?? [];
}

interface Numbering {
  add(key: string): number;
  /** -1 of a key that was never added. */
  find(key: string): number;
}

function createNumbering(): Numbering {
  const numbers = new Map<string, number>();
  return {
    find: (key) => numbers.get(key) ?? -1,
    add(key) {
      const number = numbers.get(key) ?? numbers.size;
      if (number === numbers.size) numbers.set(key, number);
      return number;
    },
  };
}

/** Numbers targets without a key for each: rules on many of them are many. */
function createTargetNumbering() {
  const numbers = new Map<string, Map<string | undefined, number>>();
  let count = 0;
  return {
    /** -1 of a target that was never added. */
    find: (action: string, resource: string | undefined) => numbers.get(action)?.get(resource) ?? -1,
    add(action: string, resource: string | undefined): number {
      const known = numbers.get(action);
      const number = known?.get(resource);
      if (number !== undefined) return number;
      if (known === undefined) numbers.set(action, new Map([[resource, count]]));
      else known.set(resource, count);
      return count++;
    },
  };
}

function rowAt<T>(rows: T[][], place: number): T[] {
  const row = rows[place] ?? [];
  rows[place] = row;
  return row;
}

/** The keys of all environments that a variant is typed in. */
export function environmentKeys({ principals, targets }: RuleVariant): readonly string[] {
  const keys = targets.map(({ action, resource }) => targetKey(action, resource));
  return principals.flatMap((principal) => keys.map((key) => environmentKey(principal, key)));
}

/** Names of types have no spaces, and an action's name is last. */
export function targetKey(action: string, resource: string | undefined): string {
  return `${resource ?? ""} ${action}`;
}

/** One key for each principal's side of an environment. */
export function environmentKey(principal: PrincipalEnvironment, target: string): string {
  return `${principalKey(principal)} ${target}`;
}

/** One key for each principal's side of environments that differ in the call alone. */
export function principalKey({ type, role, other }: PrincipalEnvironment): string {
  return `${type} ${role} ${other ?? ""}`;
}
