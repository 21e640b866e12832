import { assertNever } from "../../util/invariant.js";
import { makeBounds } from "../bounds.js";
import type { Type } from "../type.js";
import { arraysToType } from "./arrays-to-type.js";
import { hullOf, type NumberRange, numberRange } from "./number-ranges.js";
import { objectsToType } from "./objects-to-type.js";
import { type Body, isAnyBody, isWholeKind, type Kind, kinds, type Shape } from "./shape.js";
import { stringsToType } from "./strings-to-type.js";
import type { Converted, TypeWriter } from "./type-writer.js";

/** The type of a shape; equal bodies have one type, so that a definition is one wherever it is used. */
export function shapeToType(writer: TypeWriter, { place, nullable, body }: Shape): Converted {
  const converted = writer.known.get(body) ?? bodyToType(writer, body, place, nullable);
  if (!isAnyBody(body)) writer.known.set(body, converted);
  return { type: converted.type, nullable: nullable && converted.nullable };
}

/** Of the result, `nullable` says whether `null` may be added. */
function bodyToType(writer: TypeWriter, body: Body, place: string, nullable: boolean): Converted {
  const given = kinds.filter((kind) => body[kind].length > 0);
  const [first, ...others] = given;
  if (first === undefined)
    return degrade(writer, place, nullable ? "`null` alone" : "a schema that accepts nothing");
  if (others.length === 0) return { type: kindToType(writer, body, first, place), nullable: true };
  if (isAnyBody(body)) return { type: { kind: "Json" }, nullable: true };
  const implied = impliedKind(body);
  if (implied === undefined)
    return degrade(writer, place, `what may be ${given.map(nameOfKind).join(" or ")}`);
  writer.note(place, `there is no \`type\`: only ${implied} are accepted`, "narrower");
  return { type: kindToType(writer, body, implied, place), nullable: false };
}

function degrade({ note }: TypeWriter, place: string, what: string): Converted {
  note(place, `${what} has no type in Pol: any JSON is accepted`, "wider");
  return { type: { kind: "Json" }, nullable: true };
}

function nameOfKind(kind: Kind): string {
  return kind
    .slice(0, -1)
    .replace(/^(?=[ao])/, "an ")
    .replace(/^(?=[bns])/, "a ");
}

/** The kind of which alone a schema without `type` says something: who writes `properties` means an object. */
function impliedKind(body: Body): Kind | undefined {
  const limited = kinds.filter((kind) => !isWholeKind(body, kind));
  return limited.length === 1 && kinds.every((kind) => body[kind].length > 0) ? limited[0] : undefined;
}

function kindToType(writer: TypeWriter, body: Body, kind: Kind, place: string): Type {
  switch (kind) {
    case "booleans":
      return booleansToType(writer, body.booleans, place);
    case "numbers":
      return numbersToType(writer, body.numbers, place);
    case "strings":
      return stringsToType(writer, body.strings, place);
    case "arrays":
      return arraysToType(writer, body.arrays, place);
    case "objects":
      return objectsToType(writer, body.objects, place);
    default:
      return assertNever(kind);
  }
}

function booleansToType({ note }: TypeWriter, booleans: readonly boolean[], place: string): Type {
  if (booleans.length < 2)
    note(place, `\`${booleans[0]}\` alone becomes \`Bool\`: the other is accepted`, "wider");
  return { kind: "Bool" };
}

/** Safe integers are an Int. Beyond them every double is whole, so that a range there is one of numbers. */
function numbersToType({ note }: TypeWriter, ranges: readonly NumberRange[], place: string): Type {
  const { whole, minimum, maximum } = hullOf(ranges);
  if (ranges.length > 1)
    note(
      place,
      `numbers with gaps between them become \`${whole ? "Int" : "Number"}\`: those in the gaps are accepted`,
      "wider",
    );
  const isSafe = numberRange(true, minimum, maximum).some(
    (range) => range.minimum <= Number.MAX_SAFE_INTEGER && range.maximum >= Number.MIN_SAFE_INTEGER,
  );
  const [low, high] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const bounds =
    whole && isSafe
      ? makeBounds(minimum < low ? -Infinity : minimum, maximum > high ? Infinity : maximum)
      : makeBounds(minimum, maximum);
  return { kind: whole && isSafe ? "Int" : "Number", ...(bounds && { bounds }) };
}
