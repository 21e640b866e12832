/** The schema of another engine. */
export interface ExportedSchema {
  readonly text: string;
  readonly names: ExportNames;
  /** What the engine's schemas cannot say; with one of these the text means something else. */
  readonly problems: readonly ExportProblem[];
}

/** What types and relations are called there. */
export interface ExportNames {
  type(name: string): string;
  /** The relation that is asked about. */
  relation(name: string): string;
  /** The relation that tuples are written of. */
  tuples(type: string, relation: string): string;
}

/** What cannot be said, and where. */
export interface ExportProblem {
  readonly type: string;
  readonly relation?: string;
  /** One sentence, for people. */
  readonly message: string;
}
