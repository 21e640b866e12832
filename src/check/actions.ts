import type { Fix } from "../diagnostics/diagnostic.js";
import type { ActionItem, FieldDeclaration, Name, Parameter, RefineDeclaration } from "../syntax/ast.js";
import { printField } from "../types/print-type.js";
import { isNarrowerField } from "../types/relations.js";
import type { Field } from "../types/type.js";
import { invariant } from "../util/invariant.js";
import { suggestion } from "./checker.js";
import { type Declarations, type DeclaredAction, joinedName } from "./declarations.js";
import { libraryHelp } from "./library.js";
import type { Report } from "./reporter.js";
import { collectFields, type TypeResolver } from "./resolve-type.js";
import type { ActionSchema } from "./typed-policy-set.js";

/** Every declared action with what refines it, sorted by name. */
export function buildActions(
  declarations: Declarations,
  resolver: TypeResolver,
  report: Report,
): ReadonlyMap<string, ActionSchema> {
  const refinements = groupRefinements(declarations, report);
  const actions = [...declarations.actions].map(([name, declared]): [string, ActionSchema] => {
    const base = buildAction(name, declared, declarations, resolver, report);
    const refined = (refinements.get(name) ?? []).reduce(
      (action, refinement) => refineAction(base, action, refinement, declarations, resolver, report),
      base,
    );
    return [name, refined];
  });
  return new Map(actions.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What a `refine` says of one action. */
interface Refinement {
  readonly item: ActionItem;
  readonly declaration: RefineDeclaration;
}

function groupRefinements(
  declarations: Declarations,
  report: Report,
): ReadonlyMap<string, readonly Refinement[]> {
  const groups = new Map<string, Refinement[]>();
  for (const refinement of declarations.refinements.flatMap(refinementsOf)) {
    const name = joinedName(refinement.item.name);
    if (!declarations.actions.has(name)) {
      reportUnknownAction(name, refinement.item, declarations, report);
      continue;
    }
    const group = groups.get(name);
    if (group) group.push(refinement);
    else groups.set(name, [refinement]);
  }
  return groups;
}

function refinementsOf(declaration: RefineDeclaration): readonly Refinement[] {
  return declaration.items.map((item) => ({ item, declaration }));
}

function reportUnknownAction(
  action: string,
  { name }: ActionItem,
  declarations: Declarations,
  report: Report,
): void {
  if (name.segments.every((segment) => declarations.brokenNames.has(segment.text))) return;
  report(
    "POL2004",
    name.span,
    `there is no action \`${action}\` to refine`,
    suggestion(action, declarations.actions.keys()),
  );
}

function buildAction(
  name: string,
  { item, declaration }: DeclaredAction,
  declarations: Declarations,
  resolver: TypeResolver,
  report: Report,
): ActionSchema {
  const parameters = readParameters(item.parameters, resolver, report);
  return {
    name,
    parameters: parameters.fields,
    open: parameters.open,
    resources:
      declaration.resources.length === 0
        ? undefined
        : resourceNames(declaration.resources, declarations, report),
    tags: tagNames(declaration.tags, declarations, report),
    documentation: declaration.documentation,
    span: item.name.span,
  };
}

interface ReadParameters {
  readonly fields: ReadonlyMap<string, Field>;
  readonly open: boolean;
  readonly declarations: readonly FieldDeclaration[];
}

function readParameters(
  parameters: readonly Parameter[],
  resolver: TypeResolver,
  report: Report,
): ReadParameters {
  const rest = parameters.findIndex((parameter) => parameter.kind === "RestParameter");
  parameters.forEach((parameter, index) => {
    if (parameter.kind === "RestParameter" && index !== parameters.length - 1) {
      report("POL2010", parameter.span, "`...` stands once, as the last parameter", {
        fix: movingRest(parameters, index),
      });
    }
  });
  const declarations = parameters.filter((parameter) => parameter.kind === "FieldDeclaration");
  return {
    fields: collectFields(declarations, resolver.resolveField, report),
    open: rest >= 0,
    declarations,
  };
}

/** The fix that writes the `...` at `index` last, or leaves it out where there is another one. */
function movingRest(parameters: readonly Parameter[], index: number): Fix {
  const [rest, next, last] = [parameters[index], parameters[index + 1], parameters.at(-1)];
  invariant(rest && next && last, "`...` is not the last parameter");
  const removal = { span: { ...rest.span, end: next.span.start }, text: "" };
  if (last.kind === "RestParameter") return { title: "leave it out", edits: [removal] };
  const { file, end } = last.span;
  return { title: "write `...` last", edits: [removal, { span: { file, start: end, end }, text: ", ..." }] };
}

function resourceNames(
  names: readonly Name[],
  declarations: Declarations,
  report: Report,
): readonly string[] {
  for (const name of names) {
    if (declarations.entities.has(name.text) || declarations.brokenNames.has(name.text)) continue;
    report("POL2006", name.span, `there is no entity \`${name.text}\``, {
      ...suggestion(name.text, declarations.entities.keys()),
      ...libraryHelp("named", name.text),
    });
  }
  const known = names.map((name) => name.text).filter((name) => declarations.entities.has(name));
  return [...new Set(known)].sort();
}

function tagNames(names: readonly Name[], declarations: Declarations, report: Report): readonly string[] {
  for (const name of names) {
    if (declarations.tags.has(name.text) || declarations.brokenNames.has(name.text)) continue;
    report("POL2005", name.span, `there is no tag \`${name.text}\``, {
      help: `declare it: \`tag ${name.text}\``,
      ...suggestion(name.text, declarations.tags.keys()),
      ...libraryHelp("tag", name.text),
    });
  }
  const known = names.map((name) => name.text).filter((name) => declarations.tags.has(name));
  return [...new Set(known)].sort();
}

/**
 * Law: every request that the refined action accepts, the action it refines accepts as well (resources aside, which are added). Each
 * refinement is judged by the action as declared, so that their order does not matter; of two of one parameter the narrower one counts.
 */
function refineAction(
  base: ActionSchema,
  action: ActionSchema,
  { item, declaration }: Refinement,
  declarations: Declarations,
  resolver: TypeResolver,
  report: Report,
): ActionSchema {
  const added = readParameters(item.parameters, resolver, report);
  const parameters = new Map(action.parameters);
  for (const parameter of added.declarations) {
    const field = added.fields.get(parameter.name.text);
    if (!field || !isRefinable(base, field, parameter, declarations.brokenNames, report)) continue;
    const narrower = narrowerOf(field, parameters.get(field.name), parameter, report);
    if (narrower) parameters.set(field.name, narrower);
  }
  if (added.open && !action.open) {
    report("POL2010", item.name.span, `\`refine\` cannot open the arguments of \`${action.name}\``);
  }
  const resources = resourceNames(declaration.resources, declarations, report);
  return {
    ...action,
    parameters,
    resources:
      resources.length === 0
        ? action.resources
        : [...new Set([...(action.resources ?? []), ...resources])].sort(),
    tags: [...new Set([...action.tags, ...tagNames(declaration.tags, declarations, report)])].sort(),
  };
}

function isRefinable(
  action: ActionSchema,
  field: Field,
  declaration: FieldDeclaration,
  brokenNames: Set<string>,
  report: Report,
): boolean {
  const base = action.parameters.get(field.name);
  if (!base) {
    if (action.open) return true;
    const message = `\`${action.name}\` has no parameter \`${field.name}\``;
    report("POL2003", declaration.name.span, message, suggestion(field.name, action.parameters.keys()));
    brokenNames.add(field.name);
    return false;
  }
  if (isNarrowerField(field, base)) return true;
  const message = `\`${printField(field)}\` is not narrower than \`${printField(base)}\``;
  report("POL2011", declaration.span, message, {
    help: "`refine` only narrows: every value of the new type must be one of the old type",
  });
  return false;
}

/** What a parameter is, refined by `field` where it may have been refined before. */
function narrowerOf(
  field: Field,
  other: Field | undefined,
  declaration: FieldDeclaration,
  report: Report,
): Field | undefined {
  if (!other || isNarrowerField(field, other)) return field;
  if (isNarrowerField(other, field)) return other;
  const message = `\`${printField(field)}\` does not go with \`${printField(other)}\`, which another \`refine\` says`;
  report("POL2011", declaration.span, message, { help: "say both in one `refine`" });
  return undefined;
}
