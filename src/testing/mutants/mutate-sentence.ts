import type {
  ActionReference,
  EntityReference,
  Node,
  PrincipalReference,
  Sentence,
} from "../../syntax/ast.js";
import { printAction, printPrincipal, printReference } from "../../syntax/print-rule.js";
import type { MutationOperator } from "./mutant.js";
import type { Mutation } from "./mutate-expression.js";

/** The types that can act, and those of them that act for others or have others act for them. */
export interface PrincipalTypes {
  readonly all: readonly string[];
  readonly delegating: ReadonlySet<string>;
}

/** Every mutation of whom a sentence is about, of what they do, and of what they do it to. */
export function mutateSentence(sentence: Sentence, types: PrincipalTypes): readonly Mutation<Sentence>[] {
  return [
    ...mutatePrincipals(sentence, types),
    ...mutateReferences(sentence, "actions", printAction, nearActions),
    ...mutateResources(sentence),
  ];
}

function mutatePrincipals(sentence: Sentence, types: PrincipalTypes): readonly Mutation<Sentence>[] {
  const { principals } = sentence;
  const near = (principal: PrincipalReference) => nearPrincipals(principal, types);
  const own = mutateReferences(sentence, "principals", printPrincipal, near);
  const isAnyone = principals.some(({ kind }) => kind === "AnyoneReference");
  if (isAnyone || types.all.length < 2) return own;
  const span = extentOf(principals, sentence.span);
  const anyone: PrincipalReference = { kind: "AnyoneReference", span };
  const widened = { ...sentence, principals: [anyone] };
  return [...own, { operator: "scope widened", span, replacement: "anyone", node: widened }];
}

function mutateResources(sentence: Sentence): readonly Mutation<Sentence>[] {
  const { resources } = sentence;
  const own = mutateReferences(sentence, "resources", printReference, nearEntities);
  if (resources.length === 0) return own;
  const span = extentOf(resources, sentence.span);
  const widened = { ...sentence, resources: [] };
  return [...own, { operator: "scope widened", span, replacement: undefined, node: widened }];
}

/** From the first to the last of several nodes. */
function extentOf(nodes: readonly Node[], otherwise: Node["span"]): Node["span"] {
  const [first, last] = [nodes[0], nodes.at(-1)];
  return first && last ? { ...first.span, end: last.span.end } : otherwise;
}

type Lists = Pick<Sentence, "principals" | "actions" | "resources">;
type Near<R> = readonly [MutationOperator, readonly R[]];

/** Each of the references left out, where there are others, and each replaced by others. */
function mutateReferences<Key extends keyof Lists>(
  sentence: Sentence,
  key: Key,
  printed: (reference: Lists[Key][number]) => string,
  nearTo: (reference: Lists[Key][number]) => readonly Near<Lists[Key][number]>[],
): readonly Mutation<Sentence>[] {
  const references: readonly Lists[Key][number][] = sentence[key];
  return references.flatMap((reference, index) => {
    const without: Near<Lists[Key][number]> = ["scope narrowed", []];
    const near = [...(references.length > 1 ? [without] : []), ...nearTo(reference)];
    return near.map(([operator, others]) => ({
      operator,
      span: reference.span,
      replacement: others.length === 0 ? undefined : others.map(printed).join(", "),
      node: { ...sentence, [key]: references.toSpliced(index, 1, ...others) },
    }));
  });
}

function nearPrincipals(
  principal: PrincipalReference,
  { all, delegating }: PrincipalTypes,
): readonly Near<PrincipalReference>[] {
  const { span } = principal;
  if (principal.kind === "AnyoneReference") {
    if (all.length < 2) return [];
    return all.map((left) => [
      "scope narrowed",
      all.flatMap((type) => (type === left ? [] : bare(type, span))),
    ]);
  }
  const { acting, ...inEveryRole } = principal;
  const alone: EntityReference = { ...principal, acting: { kind: "ActingAlone", span } };
  const narrowed: Near<PrincipalReference> = ["scope narrowed", [alone]];
  return [
    ...nearEntities(principal),
    ...(acting === undefined ? [] : [["acting dropped", [inEveryRole]] as const]),
    ...(acting === undefined && delegating.has(principal.type.text) ? [narrowed] : []),
  ];
}

function bare(type: string, span: Node["span"]): EntityReference {
  return { kind: "EntityReference", span, type: { kind: "Name", span, text: type } };
}

/** Not that one entity, or not those of that group: all of the type. */
function nearEntities({ id, group, ...others }: EntityReference): readonly Near<EntityReference>[] {
  return id === undefined && group === undefined ? [] : [["scope widened", [others]]];
}

/** Every action of the same prefix; every action. */
function nearActions(action: ActionReference): readonly Near<ActionReference>[] {
  if (action.kind === "AnythingReference") return [];
  const segments = action.segments.slice(0, -1);
  const wider: ActionReference =
    segments.length === 0
      ? { kind: "AnythingReference", span: action.span }
      : { ...action, segments, wildcard: true };
  return [["scope widened", [wider]]];
}
