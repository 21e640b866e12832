import type { Span } from "../source/span.js";
import type {
  EntityDeclaration,
  FieldDeclaration,
  Name,
  ObligationDeclaration,
  Parameter,
} from "../syntax/ast.js";
import { printFieldType } from "../types/print-type.js";
import type { Field } from "../types/type.js";
import { buildActions } from "./actions.js";
import { type Schema, suggestion } from "./checker.js";
import type { Declarations } from "./declarations.js";
import { libraryHelp } from "./library.js";
import type { Report } from "./reporter.js";
import { collectFields, type TypeResolver } from "./resolve-type.js";
import type { EntitySchema, ObligationSchema, PrincipalEnvironment } from "./typed-policy-set.js";

/** Resolves every declaration of what requests look like: entities, actions, context, obligations. */
export function buildSchema(declarations: Declarations, resolver: TypeResolver, report: Report): Schema {
  const entities = sortedMap(
    [...declarations.entities].map(([name, blocks]) => [
      name,
      buildEntity(name, blocks, declarations, resolver, report),
    ]),
  );
  reportActingForNothing(declarations, entities, report);
  const actions = buildActions(declarations, resolver, report);
  noteUnknownNames(declarations);
  return {
    entities,
    actions,
    context: mergeFields(
      declarations.contexts.map((block) => block.fields),
      resolver,
      report,
    ),
    obligations: sortedMap(
      [...declarations.obligations].map(([name, declaration]) => [
        name,
        buildObligation(declaration, resolver, report),
      ]),
    ),
    principals: principalEnvironments(entities),
    above: hierarchy(entities),
  };
}

/** Names that the schema uses and nothing declares have been reported there: rules that use them say nothing new. */
function noteUnknownNames({ entities, actions, refinements, tags, brokenNames }: Declarations): void {
  const note = (names: readonly Name[], known: { has(name: string): boolean }): void => {
    for (const { text } of names) if (!known.has(text)) brokenNames.add(text);
  };
  for (const block of [...entities.values()].flat()) note([...block.parents, ...block.actingFor], entities);
  for (const [name, { declaration }] of actions) {
    note(declaration.resources, entities);
    note(declaration.tags, tags);
    if (declaration.resources.some((resource) => !entities.has(resource.text))) brokenNames.add(name);
  }
  for (const refinement of refinements) {
    note(refinement.resources, entities);
    note(refinement.tags, tags);
  }
}

function sortedMap<Value>(entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  return new Map([...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)));
}

function buildEntity(
  name: string,
  blocks: readonly EntityDeclaration[],
  declarations: Declarations,
  resolver: TypeResolver,
  report: Report,
): EntitySchema {
  const principal = blocks.some((block) => block.principal);
  for (const block of blocks) reportActingOfEntity(block, principal, report);
  const parents = blocks.flatMap((block) => block.parents);
  const actingFor = blocks.flatMap((block) => block.actingFor);
  for (const parent of [...parents, ...actingFor]) reportUnknownEntity(parent, declarations, report);
  const members = blocks.map((block) => block.members.filter((member) => member.kind === "FieldDeclaration"));
  return {
    name,
    principal,
    parents: uniqueNames(parents),
    actingFor: uniqueNames(actingFor),
    attributes: mergeFields(members, resolver, report),
    relations: blocks.flatMap((block) =>
      block.members.filter((member) => member.kind === "RelationDeclaration"),
    ),
    documentation: blocks.flatMap((block) => block.documentation),
  };
}

function reportActingOfEntity(block: EntityDeclaration, principal: boolean, report: Report): void {
  const [acting] = block.actingFor;
  if (!acting || principal) return;
  report(
    "POL2010",
    acting.span,
    `\`${block.name.text}\` is declared with \`entity\`, and only a principal acts for another`,
    {
      help: `write \`principal ${block.name.text} acting for ${acting.text}\``,
    },
  );
}

function reportUnknownEntity(name: Name, declarations: Declarations, report: Report): void {
  if (declarations.entities.has(name.text) || declarations.brokenNames.has(name.text)) return;
  report("POL2006", name.span, `there is no entity \`${name.text}\``, {
    ...suggestion(name.text, declarations.entities.keys()),
    ...libraryHelp("named", name.text),
  });
}

function reportActingForNothing(
  declarations: Declarations,
  entities: ReadonlyMap<string, EntitySchema>,
  report: Report,
): void {
  for (const blocks of declarations.entities.values()) {
    for (const name of blocks.flatMap((block) => block.actingFor)) {
      const subject = entities.get(name.text);
      if (!subject || subject.principal) continue;
      report("POL2010", name.span, `\`${name.text}\` is no principal: nobody can act for it`, {
        help: `declare it with \`principal ${name.text}\``,
      });
    }
  }
}

function uniqueNames(names: readonly Name[]): readonly string[] {
  return [...new Set(names.map((name) => name.text))].sort();
}

/** Fields of several blocks of one name: an attribute in two of them must have one type (language.md §2). */
function mergeFields(
  blocks: readonly (readonly FieldDeclaration[])[],
  resolver: TypeResolver,
  report: Report,
): ReadonlyMap<string, Field> {
  const merged = new Map<string, Field>();
  const places = new Map<string, Span>();
  for (const block of blocks) {
    const spans = new Map(block.map((declaration) => [declaration.name.text, declaration.name.span]));
    for (const [name, field] of collectFields(block, resolver.resolveField, report)) {
      const first = merged.get(name);
      const span = spans.get(name);
      const place = places.get(name);
      if (!first) {
        merged.set(name, field);
        if (span) places.set(name, span);
      } else if (span && describe(first) !== describe(field)) {
        report("POL2001", span, `\`${name}\` is declared twice with different types`, {
          label: `\`${describe(field)}\` here`,
          ...(place && { related: [{ span: place, message: `\`${describe(first)}\` here` }] }),
        });
      }
    }
  }
  return sortedMap([...merged]);
}

function describe(field: Field): string {
  return `${field.optional ? "?" : ""}: ${printFieldType(field)}`;
}

function buildObligation(
  declaration: ObligationDeclaration,
  resolver: TypeResolver,
  report: Report,
): ObligationSchema {
  return {
    name: declaration.name.text,
    parameters: collectFields(
      closedParameters(declaration.parameters, report),
      resolver.resolveField,
      report,
    ),
    once: declaration.once,
  };
}

/** The parameters of what cannot be left open by `...`: anything but an action. */
export function closedParameters(
  parameters: readonly Parameter[],
  report: Report,
): readonly FieldDeclaration[] {
  return parameters.filter((parameter): parameter is FieldDeclaration => {
    if (parameter.kind === "FieldDeclaration") return true;
    report("POL2010", parameter.span, "only an action's parameters can be left open with `...`");
    return false;
  });
}

function principalEnvironments(entities: ReadonlyMap<string, EntitySchema>): readonly PrincipalEnvironment[] {
  const principals = [...entities.values()].filter((entity) => entity.principal);
  const environments = principals.flatMap((principal): PrincipalEnvironment[] => {
    const actors = principals.filter((actor) => actor.actingFor.includes(principal.name));
    const subjects = principal.actingFor.filter((name) => entities.get(name)?.principal);
    return [
      { type: principal.name, role: "alone" },
      ...subjects.map((other): PrincipalEnvironment => ({ type: principal.name, role: "actor", other })),
      ...actors.map(
        (actor): PrincipalEnvironment => ({ type: principal.name, role: "subject", other: actor.name }),
      ),
    ];
  });
  return environments;
}

/** Per type everything it can be below. Entities may be declared in a cycle (`Folder in Folder`): a plain search that visits once. */
function hierarchy(entities: ReadonlyMap<string, EntitySchema>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...entities.keys()].map((name) => [name, ancestorsOf(name, entities)]));
}

function ancestorsOf(name: string, entities: ReadonlyMap<string, EntitySchema>): ReadonlySet<string> {
  const found = new Set([name]);
  for (const type of found) for (const parent of entities.get(type)?.parents ?? []) found.add(parent);
  return found;
}
