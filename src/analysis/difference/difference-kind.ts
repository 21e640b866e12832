/**
 * How requests are decided differently: they become allowed, or denied; allowed with an obligation less, or with one more; denied for
 * another reason. An invalid request is denied too. An obligation whose arguments change is one less.
 */
export type DifferenceKind = "allowed" | "denied" | "explained" | "released" | "obliged";

/** All of them, the gravest first. */
export const differenceKinds: readonly DifferenceKind[] = [
  "allowed",
  "released",
  "denied",
  "obliged",
  "explained",
];
