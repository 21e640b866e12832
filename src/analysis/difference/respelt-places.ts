import type { Environment } from "../../ir/decision-graph.js";
import type { Field } from "../../types/type.js";
import { slotKind } from "../encode/place.js";

/** A single value that two sets declare as different types, of which the common one has the values in plain form. */
export interface RespeltPlace {
  readonly root: "args" | "context" | EntityRoot;
  /** Of an attribute the type of entity that has it. */
  readonly type?: string;
  readonly name: string;
  readonly before: Field;
  readonly after: Field;
  readonly common: Field;
}

type EntityRoot = "subject" | "actor" | "resource";

/** What two sets make different values of. */
export interface InexactField {
  /** `args`, `context`, or a type of entity. */
  readonly owner: string;
  readonly name: string;
  readonly common: Field;
  /** As the two sets declare it, where both do. */
  readonly declared: { readonly before: Field; readonly after: Field } | undefined;
}

/**
 * Where the values of some fields stand in the requests of an environment, if one set takes them as they are spelt and the other does not,
 * and none stands deeper; undefined otherwise. `readAt`: where attributes of a name are read.
 */
export function respeltPlaces(
  fields: readonly InexactField[],
  environment: Environment,
  readAt: (name: string) => readonly string[],
): readonly RespeltPlace[] | undefined {
  const places: RespeltPlace[] = [];
  for (const { owner, name, common, declared } of fields) {
    if (declared === undefined || !isSpelling(declared, common)) return undefined;
    const field = { name, common, ...declared };
    if (owner === "args" || owner === "context") places.push({ root: owner, ...field });
    else {
      const roots = readAt(name);
      if (!roots.every(isEntityRoot)) return undefined;
      places.push(
        ...roots.filter(isEntityRoot).flatMap((root): RespeltPlace[] => {
          return typeAt(environment, root) === owner ? [{ root, type: owner, ...field }] : [];
        }),
      );
    }
  }
  return places;
}

/** Whether one of the types is a String, and the common one brings texts into a plain form. */
function isSpelling({ before, after }: NonNullable<InexactField["declared"]>, common: Field): boolean {
  const isText = before.type.kind === "String" || after.type.kind === "String";
  return isText && slotKind(common.type) !== undefined && common.type.kind !== "String";
}

function isEntityRoot(place: string): place is EntityRoot {
  return place === "subject" || place === "actor" || place === "resource";
}

function typeAt({ subject, actor, resource }: Environment, root: EntityRoot): string | undefined {
  return { subject: subject.type, actor: actor?.type, resource }[root];
}
