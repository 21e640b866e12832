import type { Need } from "../ir/needs.js";
import type { Field, TypeOf } from "../types/type.js";
import { type Code, js, literal, property, propertyName } from "./code.js";
import { neededProperties } from "./reader-key.js";
import { closingFunction, emitChecked, emitNameSet, membersFunction, type Readers } from "./reader-parts.js";

/** What readers of other types give to this one. */
interface Others {
  readonly fieldReader: (readers: Readers, field: Field, need: Need | undefined) => Code;
  /** What is done with what is no record. */
  readonly rejected: Code;
}

/**
 * Emits the statements that copy an entity out of a record: its type, its id, and the properties and ancestors that rules read. A
 * property is read as the entity's own type declares it.
 */
export function emitEntityReader(
  readers: Readers,
  type: TypeOf<"Entity">,
  need: Need,
  { fieldReader, rejected }: Others,
): readonly Code[] {
  const { parts, closed } = readers;
  const own = (name: string) => property(js`record`, name);
  const place = (name: string) => js`${parts.runtime("at")}(report, path, ${literal(name)})`;
  const names = neededProperties(readers.entities, type, need);
  const read = [
    "type",
    "id",
    ...(names.length > 0 ? ["properties"] : []),
    ...(need.ancestors ? ["ancestors"] : []),
  ];
  const statements = [
    js`const record = ${membersFunction(parts, read, "type")}(value);`,
    js`if (record === undefined) ${rejected}`,
    js`const type = ${parts.runtime("readTypeName")}(${own("type")}, report, ${place("type")}, ${emitNameSet(parts, type.names)});`,
    js`const id = ${parts.runtime("readId")}(${own("id")}, report, ${place("id")});`,
  ];
  const checked = [js`type`, js`id`];
  const members = [js`type`, js`id`];
  if (names.length > 0) {
    statements.push(
      js`const properties = ${parts.runtime("readOptionalRecord")}(${own("properties")}, report, ${place("properties")});`,
    );
    const locals = names.map((name) => {
      const local = parts.names.name(`field ${name}`, `its_${name}`);
      statements.push(js`const ${local} = ${emitProperty(readers, type, need, name, fieldReader)};`);
      checked.push(local);
      return js`${propertyName(name)}: ${local}`;
    });
    members.push(js`properties: { ${locals} }`);
  } else members.push(js`properties: undefined`);
  if (need.ancestors) {
    statements.push(
      js`const ancestors = ${parts.runtime("readAncestors")}(${own("ancestors")}, report, ${place("ancestors")});`,
    );
    checked.push(js`ancestors`);
    members.push(js`ancestors`);
  }
  if (closed) {
    const only = closingFunction(parts, ["type", "id", "properties", "ancestors"]);
    statements.push(js`const others = ${only}(value, report, path);`);
    checked.push(js`others`);
  }
  return [...statements, emitChecked(checked, js`{ ${members} }`)];
}

/** `properties === noRecord ? null : type === "User" ? readString(…) : undefined` */
function emitProperty(
  readers: Readers,
  type: TypeOf<"Entity">,
  need: Need,
  name: string,
  fieldReader: Others["fieldReader"],
): Code {
  const { parts, entities } = readers;
  const value = js`${parts.runtime("own")}(properties, ${literal(name)})`;
  const at = parts.runtime("at");
  const place = js`${at}(report, ${at}(report, path, "properties"), ${literal(name)})`;
  const read = type.names.reduceRight((otherwise, entity) => {
    const field = entities.get(entity)?.attributes.get(name);
    if (field === undefined) return otherwise;
    const reader = fieldReader(readers, field, need.members.get(name));
    return js`type === ${literal(entity)} ? ${reader}(${value}, report, ${place}) : ${otherwise}`;
  }, js`undefined`);
  return js`properties === ${parts.runtime("noRecord")} ? null : ${read}`;
}
