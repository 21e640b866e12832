/** Who is asked about, by number. */
export interface AskedSubject {
  /** The entity's node; undefined where no tuple names it. */
  readonly node: number | undefined;
  /** The node for everyone of its type; undefined for usersets, and where no tuple names everyone. */
  readonly everyone: number | undefined;
  /** Where a userset is asked about: its number, which is that of its state. */
  readonly userset: number | undefined;
}
