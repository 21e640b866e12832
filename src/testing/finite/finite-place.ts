/** An attribute or a parameter with all of its values; undefined is that it is absent. */
export interface FinitePlace {
  readonly root: "subject" | "actor" | "resource" | "context" | "args";
  readonly name: string;
  readonly type: string;
  readonly kind: "Bool" | "Int" | "Literals" | "List" | "Text";
  readonly optional: boolean;
  readonly values: readonly unknown[];
}

/** The path of a place in a condition. */
export function finitePath({ root, name }: FinitePlace): string {
  return `${root === "subject" ? "principal" : root}.${name}`;
}
