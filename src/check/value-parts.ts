import { literalsType } from "../types/relations.js";
import type { Type, TypeKind } from "../types/type.js";
import type { PartExpression } from "./typed-expression.js";

/** Something that can be read from a value that is no entity and no record. */
export interface Part {
  readonly name: PartExpression["part"];
  readonly type: Type;
  /** Why a value may lack it, where one may: a Url's host need not be an address, and its scheme need not have a default port. */
  readonly absent?: string;
}

const weekdays = literalsType(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);

function part(name: Part["name"], type: Type): Part {
  return { name, type };
}

const ip: Part = { ...part("ip", { kind: "Ip" }), absent: "only a host that is an address has an `ip`" };

const port: Part = {
  ...part("port", { kind: "Int", bounds: { minimum: 0, maximum: 65_535 } }),
  absent: "not every scheme has a default `port`",
};

const length = part("length", { kind: "Int", bounds: { minimum: 0 } });

const partsByKind: { readonly [Kind in TypeKind]?: readonly Part[] } = {
  String: [length],
  Literals: [length],
  List: [length],
  Url: [
    part("host", { kind: "Host" }),
    ip,
    part("scheme", { kind: "String" }),
    port,
    part("path", { kind: "String" }),
  ],
  Host: [ip],
  Email: [part("domain", { kind: "Host" }), part("local", { kind: "String" })],
  Time: [part("hour", { kind: "Int", bounds: { minimum: 0, maximum: 23 } }), part("weekday", weekdays)],
};

/** The part of a value of a type under a name. */
export function partOf(type: Type, name: string): Part | undefined {
  return partsByKind[type.kind]?.find((candidate) => candidate.name === name);
}

/** The names of all parts that values of a type have. */
export function partNames(type: Type): readonly string[] {
  return (partsByKind[type.kind] ?? []).map((candidate) => candidate.name);
}
