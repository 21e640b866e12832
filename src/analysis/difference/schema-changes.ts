import type {
  ActionSchema,
  EntitySchema,
  ObligationSchema,
  PolicySet,
} from "../../check/typed-policy-set.js";
import { printHolders } from "../../syntax/print-relation.js";
import { printField, printFieldType } from "../../types/print-type.js";
import type { Field } from "../../types/type.js";
import { memberKey } from "../encode/place.js";
import { changedFields } from "./common-schema.js";

/** Something that is declared in one of two sets only, or differently in both. */
export interface SchemaChange {
  readonly what: "action" | "parameter" | "principal" | "entity" | "attribute" | "relation" | "obligation";
  /** Such as `mail.send`, `mail.send(to)`, `User.team`, `context.ip`, `Document.viewer`. */
  readonly name: string;
  /** How it was declared; absent where it was not. */
  readonly before?: string;
  /** How it is declared; absent where it is not. */
  readonly after?: string;
}

/** What is declared differently, sorted by what it is and by name. Rules, tests and documentation are no part of it. */
export function schemaChanges(older: PolicySet, newer: PolicySet): readonly SchemaChange[] {
  return [
    ...changesOf(older.actions, newer.actions, "action", printAction, parameterChanges),
    ...changesOf(older.entities, newer.entities, "entity", printEntity, memberChanges),
    ...fieldChanges("attribute", older.context, newer.context, (name) => memberKey("context", name)),
    ...changesOf(older.obligations, newer.obligations, "obligation", printObligation, () => []),
  ].map((change) =>
    change.what === "entity" && isPrincipal(change) ? { ...change, what: "principal" } : change,
  );
}

function changesOf<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  what: SchemaChange["what"],
  print: (declared: T) => string,
  inside: (before: T, after: T) => readonly SchemaChange[],
): readonly SchemaChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const old = before.get(name);
    const now = after.get(name);
    const own = changeOf(what, name, old && print(old), now && print(now));
    return old && now ? [...own, ...inside(old, now)] : own;
  });
}

function changeOf(
  what: SchemaChange["what"],
  name: string,
  before: string | undefined,
  after: string | undefined,
): readonly SchemaChange[] {
  if (before === after) return [];
  return [{ what, name, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function fieldChanges(
  what: "parameter" | "attribute",
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
  nameOf: (name: string) => string,
): readonly SchemaChange[] {
  return changedFields(before, after).flatMap((field) =>
    changeOf(
      what,
      nameOf(field.name),
      field.before && printOwn(field.before),
      field.after && printOwn(field.after),
    ),
  );
}

function printOwn(field: Field): string {
  return `${printFieldType(field)}${field.optional ? ", optional" : ""}`;
}

function printAction({ name, resources, open }: ActionSchema): string {
  const on = resources === undefined ? "" : ` on ${resources.join(", ")}`;
  return `action ${name}${open ? "(...)" : ""}${on}`;
}

function parameterChanges(before: ActionSchema, after: ActionSchema): readonly SchemaChange[] {
  return fieldChanges("parameter", before.parameters, after.parameters, (name) => `${after.name}(${name})`);
}

function printEntity({ name, principal, actingFor }: EntitySchema): string {
  const acting = actingFor.length === 0 ? "" : ` acting for ${actingFor.join(", ")}`;
  return `${principal ? "principal" : "entity"} ${name}${acting}`;
}

function isPrincipal({ before, after }: SchemaChange): boolean {
  return (after ?? before ?? "").startsWith("principal ");
}

function memberChanges(before: EntitySchema, after: EntitySchema): readonly SchemaChange[] {
  const nameOf = (name: string) => memberKey(after.name, name);
  return [
    ...fieldChanges("attribute", before.attributes, after.attributes, nameOf),
    ...relationChanges(holdersOf(before), holdersOf(after), nameOf),
  ];
}

function relationChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  nameOf: (name: string) => string,
): readonly SchemaChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => changeOf("relation", nameOf(name), before.get(name), after.get(name)));
}

/** Who has each relation that is declared of such entities. */
function holdersOf({ relations }: EntitySchema): ReadonlyMap<string, string> {
  return new Map(relations.map((relation) => [relation.name.text, printHolders(relation)]));
}

function printObligation({ name, parameters, once }: ObligationSchema): string {
  return `obligation ${name}(${[...parameters.values()].map(printField).join(", ")})${once ? " once" : ""}`;
}
