import type { EntityReference, TupleSubject } from "../../relations/model.js";

/*
 * Entities as OpenFGA writes them. Types and relations have Pol's names there; ids are escaped where OpenFGA could not have them, as percent
 * signs and bytes, so that different ids stay different and each can be read back.
 */

/** `Document:7`; undefined where OpenFGA cannot have it: it is too long, or half a character stands in it. */
export function objectName(entity: EntityReference): string | undefined {
  const id = escapeId(entity.id);
  const name = `${entity.type}:${id}`;
  return id === undefined || [...name].length > longestObject ? undefined : name;
}

/** `User:kim`, `Team:core#member`, `User:*`; undefined where OpenFGA cannot have it. */
export function subjectName(subject: TupleSubject): string | undefined {
  if ("everyone" in subject) return `${subject.type}:*`;
  const id = escapeId(subject.id);
  if (id === undefined) return undefined;
  const userset = "relation" in subject && subject.relation !== undefined ? `#${subject.relation}` : "";
  const name = `${subject.type}:${id}${userset}`;
  return new TextEncoder().encode(name).length > longestSubject ? undefined : name;
}

/** The entity of a name; undefined where {@link objectName} would not have given that name. */
export function readObject(name: string): EntityReference | undefined {
  const [, type, escaped] = /^([^:#@\s]+):([^:#\s]+)$/.exec(name) ?? [];
  if (type === undefined || escaped === undefined) return undefined;
  const id = readId(escaped);
  return id === undefined ? undefined : { type, id };
}

/** The subject of a name; undefined where {@link subjectName} would not have given that name. */
export function readSubject(name: string): TupleSubject | undefined {
  const [, type, everyone] = /^([^:#@\s]+):(\*)$/.exec(name) ?? [];
  if (type !== undefined && everyone !== undefined) return { type, everyone: true };
  const at = name.indexOf("#");
  if (at < 0) return readObject(name);
  const entity = readObject(name.slice(0, at));
  const relation = name.slice(at + 1);
  return entity === undefined || !/^[^:#@\s]+$/.test(relation) ? undefined : { ...entity, relation };
}

/** The id of an escaped one; undefined where it would not be written so. */
export function readId(escaped: string): string | undefined {
  try {
    const id = decodeURIComponent(escaped);
    return escapeId(id) === escaped ? id : undefined;
  } catch {
    return undefined;
  }
}

/** An id as OpenFGA can have it. */
export function escapeId(id: string): string | undefined {
  return id !== "" && id.isWellFormed() ? id.replace(special, escapeCharacter) : undefined;
}

/** What ends an id there, what OpenFGA does not take, `*`, which is everyone, and what escapes. */
const special = /[%#:*\s\p{Cc}]/gu;

/** Of `type:id`, in characters; of subjects in bytes. */
const longestObject = 256;
const longestSubject = 512;

function escapeCharacter(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
    .join("");
}
