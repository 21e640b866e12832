import type {
  FieldDeclaration,
  JsonSchemaReference,
  LengthRefinement,
  NamedType,
  PatternRefinement,
  RangeRefinement,
  Refinement,
  TypeDeclaration,
  TypeNode,
  UnionType,
} from "../syntax/ast.js";
import { parseRegex } from "../syntax/regex.js";
import { entityType, literalsType } from "../types/relations.js";
import type { Bounds, Field, Pattern, Type, TypeKind } from "../types/type.js";
import { assertNever, invariant } from "../util/invariant.js";
import { suggestion } from "./checker.js";
import { builtInTypes, type Declarations } from "./declarations.js";
import type { Report } from "./reporter.js";

/** A field's type and whether `null` is one of its alternatives. */
export interface ResolvedFieldType {
  readonly type: Type;
  readonly nullable: boolean;
}

/** How a `json("…")` type is answered: by what the schema became, or by what is wrong with it. */
export type JsonTypeSource = (reference: JsonSchemaReference, report: Report) => Type | undefined;

/** Resolves type expressions against the declarations; each declared type once. */
export interface TypeResolver {
  resolve(node: TypeNode): Type | undefined;
  resolveField(declaration: FieldDeclaration): Field | undefined;
  /** Every `type` declaration, resolved; undefined where it is broken. */
  resolveAll(): ReadonlyMap<string, Type | undefined>;
}

const plainKinds: ReadonlySet<string> = new Set([
  "Bool",
  "Int",
  "Number",
  "String",
  "Time",
  "Date",
  "Duration",
  "Ip",
  "Cidr",
  "Url",
  "Host",
  "Email",
  "Path",
  "Json",
]);

/** A {@link TypeResolver} for a policy set. `use` is told every name that a type uses. */
export function createTypeResolver(
  declarations: Declarations,
  report: Report,
  use: (name: string) => void,
  jsonType: JsonTypeSource,
): TypeResolver {
  const resolved = new Map<string, Type | undefined>();
  const underway = new Set<string>();

  function resolve(node: TypeNode): Type | undefined {
    switch (node.kind) {
      case "LiteralType":
        return literalsType([node.value]);
      case "RecordType":
        return resolveRecord(node.fields, node.open);
      case "UnionType":
        return resolveUnion(node);
      case "NamedType":
        return refineAll(resolveNamed(node), node.refinements);
      default:
        return assertNever(node);
    }
  }

  function resolveRecord(nodes: readonly FieldDeclaration[], open: boolean): Type | undefined {
    const fields = collectFields(nodes, resolveField, report);
    return { kind: "Record", fields, open };
  }

  function resolveUnion(node: UnionType): Type | undefined {
    const alternatives = node.alternatives.map((alternative) => resolve(alternative));
    if (alternatives.some((type) => type === undefined)) return undefined;
    const types = alternatives.filter((type) => type !== undefined);
    const secret = types.some((type) => type.secret) ? ({ secret: true } as const) : {};
    if (types.every((type) => type.kind === "Literals")) {
      return { ...literalsType(types.flatMap((type) => type.values)), ...secret };
    }
    if (types.every((type) => type.kind === "Entity")) {
      return { ...entityType(types.flatMap((type) => type.names)), ...secret };
    }
    report("POL2019", node.span, "a union has only string literals, or only entity types", {
      help: "give the alternatives one type, or use `Json` where only presence matters",
    });
    return undefined;
  }

  function resolveNamed(node: NamedType): Type | undefined {
    const { text } = node.name;
    if (text === "List" || text === "Map") return resolveContainer(node, text);
    if (node.argument) {
      report("POL2019", node.argument.span, `\`${text}\` takes no type in angle brackets`, {
        help: "only `List<T>` and `Map<T>` do",
      });
      return undefined;
    }
    if (text === "null") {
      report("POL2019", node.span, "`null` stands only in a union at the top of an attribute's type", {
        help: "write `name: T | null`, or `name?: T` for what may be absent",
      });
      return undefined;
    }
    if (plainKinds.has(text))
      return { kind: text as Exclude<TypeKind, "List" | "Map" | "Record" | "Entity" | "Literals"> };
    return resolveDeclared(node);
  }

  function resolveContainer(node: NamedType, kind: "List" | "Map"): Type | undefined {
    if (!node.argument) {
      report("POL2019", node.name.span, `\`${kind}\` needs the type of what it holds`, {
        help: `write \`${kind}<String>\``,
      });
      return undefined;
    }
    const inner = resolve(node.argument);
    if (!inner) return undefined;
    return kind === "List" ? { kind, element: inner } : { kind, value: inner };
  }

  function resolveDeclared(node: NamedType): Type | undefined {
    const { text, span } = node.name;
    const declaration = declarations.named.get(text);
    if (declaration?.kind === "EntityDeclaration") {
      use(text);
      return entityType([text]);
    }
    if (declaration?.kind === "TypeDeclaration") {
      use(text);
      return resolveDeclaration(declaration);
    }
    if (declaration) {
      report("POL2006", span, `\`${text}\` is not a type`, {
        related: [{ span: declaration.name.span, message: "declared here" }],
      });
    } else if (!declarations.brokenNames.has(text)) {
      report("POL2006", span, `there is no type \`${text}\``, suggestion(text, typeNames()));
    }
    return undefined;
  }

  function typeNames(): string[] {
    const declared = [...declarations.named.values()].filter(
      (declaration) => declaration.kind === "TypeDeclaration" || declaration.kind === "EntityDeclaration",
    );
    return [...builtInTypes, ...declared.map((declaration) => declaration.name.text)];
  }

  function resolveDeclaration(declaration: TypeDeclaration): Type | undefined {
    const name = declaration.name.text;
    if (resolved.has(name)) return resolved.get(name);
    if (underway.has(name)) {
      report("POL2009", declaration.name.span, `the type \`${name}\` contains itself`, {
        help: "use `Json` for the part that repeats",
      });
      return undefined;
    }
    underway.add(name);
    const { type } = declaration;
    const result = type.kind === "JsonSchemaReference" ? jsonType(type, report) : resolve(type);
    underway.delete(name);
    resolved.set(name, result);
    return result;
  }

  function resolveField(declaration: FieldDeclaration): Field | undefined {
    const { type: node } = declaration;
    const alternatives = node.kind === "UnionType" ? node.alternatives : [node];
    const types = alternatives.filter((alternative) => !isNull(alternative));
    const [first] = types;
    if (!first) {
      report("POL2019", node.span, "an attribute cannot be only `null`");
      return undefined;
    }
    const type =
      types.length === 1
        ? resolve(first)
        : resolveUnion({ kind: "UnionType", alternatives: types, span: node.span });
    if (!type) return undefined;
    return {
      name: declaration.name.text,
      type,
      optional: declaration.optional,
      nullable: types.length < alternatives.length,
      documentation: declaration.documentation,
    };
  }

  function refineAll(type: Type | undefined, refinements: readonly Refinement[]): Type | undefined {
    const kinds = new Set<string>();
    let refined = type;
    for (const refinement of refinements) {
      if (kinds.has(refinement.kind)) {
        report("POL2019", refinement.span, "each kind of refinement stands at most once");
      }
      kinds.add(refinement.kind);
      if (refined) refined = refine(refined, refinement, report);
    }
    return refined;
  }

  return {
    resolve,
    resolveField,
    resolveAll() {
      for (const declaration of declarations.named.values()) {
        if (declaration.kind === "TypeDeclaration") resolveDeclaration(declaration);
      }
      return resolved;
    },
  };
}

function isNull(node: TypeNode): boolean {
  return node.kind === "NamedType" && node.name.text === "null";
}

/** The fields of one block by name; a name twice is reported, and the first counts. */
export function collectFields(
  declarations: readonly FieldDeclaration[],
  resolveField: (declaration: FieldDeclaration) => Field | undefined,
  report: Report,
): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const seen = new Map<string, FieldDeclaration>();
  for (const declaration of declarations) {
    const first = seen.get(declaration.name.text);
    if (first) {
      report("POL2001", declaration.name.span, `\`${declaration.name.text}\` is declared twice`, {
        label: "declared again here",
        related: [{ span: first.name.span, message: "first declared here" }],
      });
      continue;
    }
    seen.set(declaration.name.text, declaration);
    const field = resolveField(declaration);
    if (field) fields.set(field.name, field);
  }
  return fields;
}

function refine(type: Type, refinement: Refinement, report: Report): Type | undefined {
  switch (refinement.kind) {
    case "SecretRefinement":
      return { ...type, secret: true };
    case "RangeRefinement":
      return refineRange(type, refinement, report);
    case "LengthRefinement":
      return refineLength(type, refinement, report);
    case "PatternRefinement":
      return refinePattern(type, refinement, report);
    default:
      return assertNever(refinement);
  }
}

function refineRange(type: Type, refinement: RangeRefinement, report: Report): Type | undefined {
  if (type.kind !== "Int" && type.kind !== "Number" && type.kind !== "Duration") {
    return refused(type, refinement, "a range fits only `Int`, `Number` and `Duration`", report);
  }
  if (type.bounds) return refused(type, refinement, "this type already has a range", report);
  const unit = type.kind === "Duration" ? "DurationLiteral" : "NumberLiteral";
  for (const bound of [refinement.minimum, refinement.maximum]) {
    if (!bound) continue;
    const whole =
      bound.kind !== "NumberLiteral" ||
      type.kind !== "Int" ||
      (bound.integer && Number.isSafeInteger(bound.value));
    if (bound.kind !== unit || !whole) {
      report("POL2019", bound.span, `\`${bound.text}\` is no bound of a range of \`${type.kind}\``);
      return type;
    }
  }
  return withBounds(type, boundsOf(refinement), refinement, report, (bounds) => ({ ...type, bounds }));
}

function refineLength(type: Type, refinement: LengthRefinement, report: Report): Type | undefined {
  if (type.kind !== "String" && type.kind !== "List") {
    return refused(type, refinement, "a length fits only `String` and `List`", report);
  }
  if (type.length) return refused(type, refinement, "this type already has a length", report);
  for (const bound of [refinement.minimum, refinement.maximum]) {
    if (!bound) continue;
    const fits =
      bound.kind === "NumberLiteral" &&
      Number.isSafeInteger(bound.value) &&
      bound.integer &&
      bound.value >= 0;
    if (!fits) {
      report("POL2019", bound.span, `\`${bound.text}\` is no length`, {
        help: "a length is a whole number from 0",
      });
      return type;
    }
  }
  return withBounds(type, boundsOf(refinement), refinement, report, (length) => ({ ...type, length }));
}

function refinePattern(type: Type, refinement: PatternRefinement, report: Report): Type | undefined {
  if (type.kind !== "String") return refused(type, refinement, "a pattern fits only `String`", report);
  if (type.pattern) return refused(type, refinement, "this type already has a pattern", report);
  return { ...type, pattern: readPattern(refinement.pattern) };
}

function refused(type: Type, refinement: Refinement, why: string, report: Report): Type {
  report("POL2019", refinement.span, why);
  return type;
}

function boundsOf(refinement: RangeRefinement | LengthRefinement): Bounds {
  const minimum = refinement.minimum && boundValue(refinement.minimum);
  const maximum = refinement.maximum && boundValue(refinement.maximum);
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function boundValue(literal: NonNullable<RangeRefinement["minimum"]>): number {
  return literal.kind === "DurationLiteral" ? literal.milliseconds : literal.value;
}

function withBounds(
  type: Type,
  bounds: Bounds,
  refinement: Refinement,
  report: Report,
  apply: (bounds: Bounds) => Type,
): Type {
  if (bounds.minimum !== undefined && bounds.maximum !== undefined && bounds.minimum > bounds.maximum) {
    report("POL2019", refinement.span, "the range is empty: its first bound is above its second");
    return type;
  }
  return apply(bounds);
}

/** The pattern of a regex literal: one that cannot be read is a syntax error. */
export function readPattern(literal: PatternRefinement["pattern"]): Pattern {
  const { tree } = parseRegex(literal.source);
  invariant(tree, "the parser checks regular expressions");
  return { source: literal.source, tree };
}
