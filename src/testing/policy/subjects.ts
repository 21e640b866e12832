import type { Type, TypeKind } from "../../types/type.js";
import { chance, pick, pickAny, weighted } from "../choices.js";
import { level, operand, type Phrase, primary } from "./pol-text.js";
import type { Path, Scope } from "./scope.js";

/** An expression to be tested. */
export interface Subject extends Phrase {
  readonly type: Type;
  /** The path that it reads: what a literal narrows. */
  readonly key: string;
}

/** What to test of a path: mostly itself, else a part of it or something calculated with it. */
export function subjectOf(scope: Scope, path: Path): Subject {
  const subject = { ...primary(path.text), type: path.type, key: path.text };
  return weighted<(scope: Scope, subject: Subject) => Subject>(scope.generation.choices, [
    [5, () => subject],
    [4, partOf],
    [3, calculated],
  ])(scope, subject);
}

/** A part of the subject (a length, a host, an hour …) where it has one, else the subject. */
function partOf(scope: Scope, subject: Subject): Subject {
  const { choices } = scope.generation;
  const { type } = subject;
  const parts =
    type.kind === "Entity" && type.names.length > 1 && chance(choices, 50)
      ? [["type", { kind: "Literals", values: type.names }] as const]
      : partsOf[type.kind];
  const part = pickAny(choices, parts ?? []);
  if (!part) return subject;
  const text = `${operand(subject, level.primary)}.${part[0]}`;
  return { ...primary(text), type: part[1], key: part[0] === "type" ? subject.key : text };
}

const count: Type = { kind: "Int", bounds: { minimum: 0 } };

const partsOf: Readonly<Partial<Record<TypeKind, readonly (readonly [string, Type])[]>>> = {
  String: [["length", count]],
  List: [["length", count]],
  Url: [
    ["host", { kind: "Host" }],
    ["scheme", { kind: "String" }],
    ["path", { kind: "String" }],
  ],
  Email: [
    ["domain", { kind: "Host" }],
    ["local", { kind: "String" }],
  ],
  Time: [
    ["hour", { kind: "Int", bounds: { minimum: 0, maximum: 23 } }],
    ["weekday", { kind: "Literals", values: ["fri", "mon", "sat", "sun", "thu", "tue", "wed"] }],
  ],
  Entity: [["id", { kind: "String", length: { minimum: 1 } }]],
};

/** Arithmetic on the subject where its type has some: it overflows for large values. */
function calculated(scope: Scope, subject: Subject): Subject {
  const { choices } = scope.generation;
  const { kind } = subject.type;
  const sign = pick(choices, ["+", "-"]);
  const value = (type: Type): string => operand(scope.grow.value(scope, type, 1), level.product);
  if (kind === "Time") {
    const difference = chance(choices, 40);
    const text = difference
      ? `${subject.text} - ${value({ kind })}`
      : `${subject.text} ${sign} ${value({ kind: "Duration" })}`;
    return { text, level: level.sum, type: { kind: difference ? "Duration" : "Time" }, key: text };
  }
  if (kind !== "Int" && kind !== "Duration") return subject;
  const [text, binding] = weighted<() => readonly [string, number]>(choices, [
    [3, () => [`${subject.text} ${sign} ${value({ kind })}`, level.sum]],
    [2, () => [`${subject.text} * ${pick(choices, [2, 10, 1000, 9007199254740991])}`, level.product]],
    [1, () => [`${pick(choices, [3, 60])} * ${subject.text}`, level.product]],
    [1, () => [`-${subject.text}`, level.unary]],
  ])();
  return { text, level: binding, type: { kind }, key: text };
}
