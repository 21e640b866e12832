import type { RelationRule, SubjectKind } from "../../relations/model.js";
import type { Span } from "../../source/span.js";

/** A model of OpenFGA, as it was read. */
export interface FgaModel {
  readonly types: readonly FgaType[];
  /** The text of each condition, by its name. */
  readonly conditions: ReadonlyMap<string, string>;
}

/** A type of OpenFGA. */
export interface FgaType {
  readonly name: string;
  readonly relations: readonly FgaRelation[];
  readonly span: Span;
}

/** A relation of OpenFGA. */
export interface FgaRelation {
  readonly name: string;
  readonly restrictions: readonly FgaRestriction[];
  readonly rule: RelationRule;
  readonly span: Span;
}

/** Of whom tuples may be written, and the condition that they then have. */
export interface FgaRestriction {
  readonly kind: SubjectKind;
  readonly condition?: string;
}

/** A restriction as OpenFGA writes it. */
export function printRestriction({ kind, condition }: FgaRestriction): string {
  const suffix = kind.kind === "everyone" ? ":*" : kind.kind === "userset" ? `#${kind.relation}` : "";
  return `${kind.type}${suffix}${condition === undefined ? "" : ` with ${condition}`}`;
}
