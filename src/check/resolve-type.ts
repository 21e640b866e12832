import type { Span } from "../source/span.js";
import type {
  FieldDeclaration,
  JsonSchemaReference,
  NamedType,
  TypeDeclaration,
  TypeNode,
} from "../syntax/ast.js";
import { measureType } from "../types/measure-type.js";
import { entityType, literalsType } from "../types/relations.js";
import type { Field, Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { suggestion } from "./checker.js";
import { builtInTypes, type Declarations, plainTypes } from "./declarations.js";
import { typeFix, typeHelp } from "./foreign-words.js";
import { libraryHelp } from "./library.js";
import { refineType } from "./refine-type.js";
import type { Report } from "./reporter.js";

/** How a `json("…")` type is answered: by what the schema became, or by what is wrong with it. */
export type JsonTypeSource = (reference: JsonSchemaReference, report: Report) => Type | undefined;

/** Resolves type expressions against the declarations; each declared type once. */
export interface TypeResolver {
  resolve(node: TypeNode): Type | undefined;
  resolveField(declaration: FieldDeclaration): Field | undefined;
  /** Resolves every `type` declaration, so that a broken one is reported though nothing uses it. */
  resolveAll(): void;
}

interface Resolution {
  readonly declarations: Declarations;
  readonly report: Report;
  /** Is told every name that a type uses. */
  readonly use: (name: string) => void;
  readonly jsonType: JsonTypeSource;
  readonly resolved: Map<string, Type | undefined>;
  readonly underway: Set<string>;
}

/** A {@link TypeResolver} for a policy set. `use` is told every name that a type uses. */
export function createTypeResolver(
  declarations: Declarations,
  report: Report,
  use: (name: string) => void,
  jsonType: JsonTypeSource,
): TypeResolver {
  const resolution = {
    declarations,
    report,
    use,
    jsonType,
    resolved: new Map(),
    underway: new Set<string>(),
  };
  return {
    resolve: (node) => resolveType(resolution, node),
    resolveField: (declaration) => resolveField(resolution, declaration),
    resolveAll() {
      for (const declaration of declarations.named.values()) {
        if (declaration.kind === "TypeDeclaration") resolveDeclaration(resolution, declaration);
      }
    },
  };
}

function resolveType(resolution: Resolution, node: TypeNode): Type | undefined {
  switch (node.kind) {
    case "LiteralType":
      return literalsType([node.value]);
    case "RecordType": {
      const field = (declaration: FieldDeclaration) => resolveField(resolution, declaration);
      return {
        kind: "Record",
        fields: collectFields(node.fields, field, resolution.report),
        open: node.open,
      };
    }
    case "UnionType":
      return resolveUnion(resolution, node.alternatives, node.span);
    case "NamedType":
      return refineType(resolveNamed(resolution, node), node.refinements, resolution.report);
    default:
      return assertNever(node);
  }
}

function resolveUnion(
  resolution: Resolution,
  alternatives: readonly TypeNode[],
  span: Span,
): Type | undefined {
  const resolved = alternatives.map((alternative) => resolveType(resolution, alternative));
  const types = resolved.filter((type) => type !== undefined);
  if (types.length < resolved.length) return undefined;
  const secret = types.some((type) => type.secret) ? ({ secret: true } as const) : {};
  if (types.every((type) => type.kind === "Literals")) {
    return { ...literalsType(types.flatMap((type) => type.values)), ...secret };
  }
  if (types.every((type) => type.kind === "Entity")) {
    return { ...entityType(types.flatMap((type) => type.names)), ...secret };
  }
  resolution.report("POL2019", span, "a union has only string literals, or only entity types", {
    help: "give the alternatives one type, or use `Json` where only presence matters",
  });
  return undefined;
}

function resolveNamed(resolution: Resolution, node: NamedType): Type | undefined {
  const { report } = resolution;
  const { text } = node.name;
  if (text === "List" || text === "Map") return resolveContainer(resolution, node, text);
  if (text === "null") {
    report("POL2019", node.span, "`null` stands only in a union at the top of an attribute's type", {
      help: "write `name: T | null`, or `name?: T` for what may be absent",
    });
    return undefined;
  }
  const kind = plainTypes.find((plain) => plain === text);
  const type = kind ? ({ kind } as const) : resolveDeclared(resolution, node);
  if (!type || !node.argument) return type;
  report("POL2019", node.argument.span, `\`${text}\` takes no type in angle brackets`, {
    help: "only `List<T>` and `Map<T>` do",
  });
  return undefined;
}

function resolveContainer(resolution: Resolution, node: NamedType, kind: "List" | "Map"): Type | undefined {
  if (!node.argument) {
    resolution.report("POL2019", node.name.span, `\`${kind}\` needs the type of what it holds`, {
      help: `write \`${kind}<String>\``,
    });
    return undefined;
  }
  const inner = resolveType(resolution, node.argument);
  if (!inner) return undefined;
  return kind === "List" ? { kind, element: inner } : { kind, value: inner };
}

function resolveDeclared(resolution: Resolution, node: NamedType): Type | undefined {
  const { declarations, report, use } = resolution;
  const { text, span } = node.name;
  const declaration = declarations.named.get(text);
  if (declaration?.kind === "EntityDeclaration" || declaration?.kind === "TypeDeclaration") {
    use(text);
    return declaration.kind === "EntityDeclaration"
      ? entityType([text])
      : resolveDeclaration(resolution, declaration);
  }
  if (declaration) {
    report("POL2006", span, `\`${text}\` is not a type`, {
      related: [{ span: declaration.name.span, message: "declared here" }],
    });
  } else if (!declarations.brokenNames.has(text)) {
    const help = {
      ...suggestion(text, typeNames(declarations)),
      ...typeHelp(text),
      ...libraryHelp("named", text),
    };
    report("POL2006", span, `there is no type \`${text}\``, { ...help, ...typeFix(node.name) });
  }
  return undefined;
}

function typeNames(declarations: Declarations): readonly string[] {
  const declared = [...declarations.named.values()].filter(
    (declaration) => declaration.kind === "TypeDeclaration" || declaration.kind === "EntityDeclaration",
  );
  return [...builtInTypes, ...declared.map((declaration) => declaration.name.text)];
}

function resolveDeclaration(resolution: Resolution, declaration: TypeDeclaration): Type | undefined {
  const { resolved, underway, report } = resolution;
  const name = declaration.name.text;
  if (resolved.has(name)) return resolved.get(name);
  if (underway.has(name)) {
    report("POL2009", declaration.name.span, `the type \`${name}\` contains itself`, {
      help: "use `Json` for the part that repeats",
    });
    return undefined;
  }
  if (underway.size >= maximumDepth) return reportTooLarge(declaration, report);
  underway.add(name);
  const { type } = declaration;
  const result =
    type.kind === "JsonSchemaReference" ? resolution.jsonType(type, report) : resolveType(resolution, type);
  underway.delete(name);
  const kept = result && isTooLarge(result) ? reportTooLarge(declaration, report) : result;
  resolved.set(name, kept);
  return kept;
}

/** How large and how deep a type may be once the names in it are replaced by what they stand for. */
const maximumNodes = 10_000;
const maximumDepth = 256;

function isTooLarge(type: Type): boolean {
  const { nodes, depth } = measureType(type);
  return nodes > maximumNodes || depth > maximumDepth;
}

function reportTooLarge({ name }: TypeDeclaration, report: Report): undefined {
  report(
    "POL2019",
    name.span,
    `the type \`${name.text}\` is too large once the types in it are written out`,
    {
      help: "use `Json` for a part that rules do not read",
    },
  );
}

/** A field's type; `null` is an alternative of a field's type only. */
function resolveField(resolution: Resolution, declaration: FieldDeclaration): Field | undefined {
  const { type: node } = declaration;
  const alternatives = node.kind === "UnionType" ? node.alternatives : [node];
  const types = alternatives.filter((alternative) => !isNull(alternative));
  const [first] = types;
  if (!first) {
    resolution.report("POL2019", node.span, "an attribute cannot be only `null`");
    return undefined;
  }
  const type =
    types.length === 1 ? resolveType(resolution, first) : resolveUnion(resolution, types, node.span);
  if (!type) {
    resolution.declarations.brokenNames.add(declaration.name.text);
    return undefined;
  }
  return {
    name: declaration.name.text,
    type,
    optional: declaration.optional,
    nullable: types.length < alternatives.length,
    documentation: declaration.documentation,
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
