import type { TypedRule } from "../../check/typed-policy-set.js";
import type { AloneSearch, Proof } from "../alone-search.js";
import type { ShownRequest } from "../evidence.js";
import type { Occurrences } from "../occurrences.js";
import { pointPlace } from "../point-places.js";
import type { Standing } from "../rule-standing.js";
import type { JsonObject } from "../solve/build-request.js";
import type { Thawed, UnitWork } from "./units.js";

/** What was found of one rule. */
export interface FoundStanding {
  readonly standing: Standing;
  /** A request that it matches, and one that it matches and no deny does. */
  readonly matched: ShownRequest | undefined;
  readonly decided: ShownRequest | undefined;
}

/** A rule's standing as plain data: points by their names, rules by their ids. */
interface FrozenStanding {
  readonly kind: Standing["kind"];
  readonly proofs: readonly FrozenProof[];
  readonly witness: JsonObject | undefined;
  readonly matched: FrozenShown | undefined;
  readonly decided: FrozenShown | undefined;
}

interface FrozenProof {
  readonly point: string;
  readonly rivals: readonly string[];
}

interface FrozenShown {
  readonly point: string;
  readonly request: JsonObject | undefined;
}

/** How the standing of a rule is kept. */
export function keepStanding(
  occurrences: Occurrences,
  rule: TypedRule,
): Omit<UnitWork<FoundStanding>, "compute"> {
  return {
    freeze: ({ standing, matched, decided }): FrozenStanding => ({
      kind: standing.kind,
      proofs: "proofs" in standing ? standing.proofs.map(freezeProof) : [],
      witness: "witness" in standing ? standing.witness : undefined,
      matched: freezeShown(matched),
      decided: freezeShown(decided),
    }),
    // What is thawed was frozen here.
    thaw: (frozen) => thawStanding(occurrences, rule, frozen as FrozenStanding),
  };
}

/** How what was found of a rule at its points is kept. */
export function keepSearch(
  occurrences: Occurrences,
  rule: TypedRule,
): Omit<UnitWork<AloneSearch>, "compute"> {
  return {
    freeze: (search): FrozenSearch => ({
      kind: search.kind,
      proofs: "proofs" in search ? search.proofs.map(freezeProof) : [],
    }),
    thaw(frozen) {
      // What is thawed was frozen here.
      const { kind, proofs } = frozen as FrozenSearch;
      if (kind !== "never") return { found: { kind } };
      const thawed = proofs.flatMap((proof) => thawProof(occurrences, rule, proof) ?? []);
      return thawed.length < proofs.length ? undefined : { found: { kind, proofs: thawed } };
    },
  };
}

interface FrozenSearch {
  readonly kind: AloneSearch["kind"];
  readonly proofs: readonly FrozenProof[];
}

/** How proofs without some rules are kept; there may be none. */
export function keepProofs(
  occurrences: Occurrences,
  like: readonly Proof[],
): Omit<UnitWork<readonly Proof[] | undefined>, "compute"> {
  const rule = like[0]?.occurrence.rule;
  return {
    freeze: (proofs) => ({ proofs: proofs?.map(freezeProof) }),
    thaw(frozen) {
      // What is thawed was frozen here.
      const { proofs } = frozen as { readonly proofs: readonly FrozenProof[] | undefined };
      if (proofs === undefined) return { found: undefined };
      const thawed = proofs.flatMap((proof) => (rule && thawProof(occurrences, rule, proof)) ?? []);
      return thawed.length < proofs.length ? undefined : { found: thawed };
    },
  };
}

function freezeProof({ occurrence, rivals }: Proof): FrozenProof {
  return { point: pointPlace(occurrence.point), rivals: rivals.map(({ id }) => id) };
}

function freezeShown(shown: ShownRequest | undefined): FrozenShown | undefined {
  return shown && { point: pointPlace(shown.point), request: shown.request() };
}

function thawStanding(
  occurrences: Occurrences,
  rule: TypedRule,
  { kind, proofs, witness, matched, decided }: FrozenStanding,
): Thawed<FoundStanding> | undefined {
  const shown = { matched: thawShown(occurrences, matched), decided: thawShown(occurrences, decided) };
  if (kind !== "denied" && kind !== "covered") return { found: { standing: { kind }, ...shown } };
  const thawed = proofs.flatMap((proof) => thawProof(occurrences, rule, proof) ?? []);
  if (thawed.length < proofs.length || witness === undefined) return undefined;
  return { found: { standing: { kind, proofs: thawed, witness }, ...shown } };
}

function thawProof(occurrences: Occurrences, rule: TypedRule, frozen: FrozenProof): Proof | undefined {
  const occurrence = occurrences.at(frozen.point, rule);
  const rivals = frozen.rivals.flatMap((id) => occurrences.rule(id) ?? []);
  return occurrence === undefined || rivals.length < frozen.rivals.length
    ? undefined
    : { occurrence, rivals };
}

function thawShown(occurrences: Occurrences, frozen: FrozenShown | undefined): ShownRequest | undefined {
  const point = frozen && occurrences.point(frozen.point);
  return point && { point, request: () => frozen.request };
}
