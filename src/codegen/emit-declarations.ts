import { usesRelations } from "../check/tests-relations.js";
import type { ActionSchema, PolicySet } from "../check/typed-policy-set.js";
import type { DecisionGraph, Environment } from "../ir/decision-graph.js";
import type { Need } from "../ir/needs.js";
import type { Field } from "../types/type.js";
import {
  blockComment,
  type Code,
  indented,
  join,
  js,
  lines,
  literal,
  nothing,
  propertyName,
  render,
  trustedCode,
} from "./code.js";
import { emitFieldType } from "./emit-declared-type.js";
import { decisionTypes, modelTypes, secretTypes } from "./runtime-source.gen.js";
import { secretsOf } from "./secrets.js";

/**
 * Emits the types of a module, by the schema: a request is a union over the actions, so that an argument of the wrong name or type is an
 * error of TypeScript. Names of a policy set stand in quotes, as keys; none becomes the name of a type.
 */
export function emitDeclarations(graph: DecisionGraph): string {
  const { policySet } = graph;
  const sections = [
    blockComment(["Types of a decision module, compiled by polc. Do not edit."]),
    functions,
    emitActions(policySet),
    emitEntities(policySet),
    emitContext(policySet),
    emitRequests(graph),
    emitPartialRequest(policySet),
    supportingTypes,
    ...emitPolicySetType(policySet),
    trustedCode(decisionTypes),
  ];
  return render(sections).text;
}

const functions = lines([
  blockComment(["Whether the request is allowed, by what is known of relations. Never throws."]),
  js`export declare function allows(request: Request, relations?: readonly AnsweredRelation[]): boolean;`,
  nothing,
  blockComment(["The decision on the request, with its reasons. Never throws."]),
  js`export declare function decide(request: Request, relations?: readonly AnsweredRelation[]): Decision;`,
  nothing,
  blockComment([
    "Whether some completion of the request may be allowed. For listing what could be called, never an authorisation.",
  ]),
  js`export declare function mayAllow(request: PartialRequest, relations?: readonly AnsweredRelation[]): boolean;`,
  nothing,
  blockComment(["Everything that is wrong with the request."]),
  js`export declare function validate(request: unknown): readonly Problem[];`,
  nothing,
  blockComment([
    "The questions about relations that can still matter after all else is evaluated: none where no answer can change the decision.",
  ]),
  js`export declare function relationsNeeded(request: Request): readonly RelationQuestion[];`,
  nothing,
  blockComment([
    "The decision on the request, with what a store says of relations, asked once at most. Never rejects.",
  ]),
  js`export declare function decideWith(store: RelationAnswers, request: Request): Promise<Decision>;`,
  nothing,
  blockComment(["Who answers relation questions, in their order."]),
  js`export interface RelationAnswers {`,
  js`  checkMany(questions: readonly RelationQuestion[]): readonly RelationAnswer[] | PromiseLike<readonly RelationAnswer[]>;`,
  js`}`,
  nothing,
  blockComment(["The policy set: its digest, its rules, and what requests for each action have to carry."]),
  js`export declare const policySet: PolicySet;`,
]);

/** The arguments of each action. */
function emitActions({ actions }: PolicySet): Code {
  const members = [...actions.values()].map((action) => {
    const open = action.open ? [js`readonly [argument: string]: unknown;`] : [];
    return member(
      action.documentation,
      js`${literal(action.name)}: ${record([...emitFields(action.parameters), ...open])}`,
    );
  });
  return declared("The arguments of each action.", js`Actions`, members);
}

function emitEntities({ entities }: PolicySet): Code {
  const members = [...entities.values()].map(({ name, attributes, documentation }) =>
    member(documentation, js`${propertyName(name)}: ${record(emitFields(attributes))}`),
  );
  return declared("The properties of each type of entity.", js`Entities`, members);
}

function emitContext({ context }: PolicySet): Code {
  return declared("The attributes of a call itself.", js`Context`, emitFields(context));
}

function emitFields(fields: ReadonlyMap<string, Field>): readonly Code[] {
  return [...fields.values()].map((field) => {
    const name = js`readonly ${propertyName(field.name)}${field.optional ? js`?` : nothing}`;
    return member(field.documentation, js`${name}: ${emitFieldType(field)}`);
  });
}

function member(documentation: readonly string[], code: Code): Code {
  return documentation.length === 0 ? js`${code};` : lines([blockComment(documentation), js`${code};`]);
}

function record(members: readonly Code[]): Code {
  return members.length === 0 ? js`{}` : lines([js`{`, indented(lines(members)), js`}`]);
}

function declared(comment: string, name: Code, members: readonly Code[]): Code {
  return lines([blockComment([comment]), js`export interface ${name} ${record(members)}`]);
}

/** One member for each kind of request, with what rules read of it as what has to be there. */
function emitRequests({ policySet, environments }: DecisionGraph): Code {
  const byAction = new Map<string, Set<string>>();
  const codes = new Map<string, Code>();
  for (const environment of environments) {
    const code = emitKind(policySet, environment);
    codes.set(code.text, code);
    byAction.set(environment.action, (byAction.get(environment.action) ?? new Set()).add(code.text));
  }
  const members = [...policySet.actions.values()].map((action) => {
    const kinds = [...(byAction.get(action.name) ?? [])].map((text) => js`| ${codes.get(text) ?? js`never`}`);
    const union = kinds.length === 0 ? js` never` : lines([nothing, indented(lines(kinds))]);
    return member([], js`${propertyName(action.name)}:${union}`);
  });
  return lines([
    declared("The requests for each action.", js`Requests`, members),
    nothing,
    blockComment(["A request, told apart by `action.name`."]),
    js`export type Request = Requests[keyof Requests];`,
  ]);
}

function emitKind(policySet: PolicySet, environment: Environment): Code {
  const { action, subject, actor, resource, needs } = environment;
  const members = [
    js`readonly subject: ${emitParty(policySet, subject.type, needs.subject, true)};`,
    actor === undefined
      ? js`readonly actor?: undefined;`
      : js`readonly actor: ${emitParty(policySet, actor.type, needs.actor, true)};`,
    js`readonly action: Action<${literal(action)}>;`,
    resource === undefined
      ? js`readonly resource?: unknown;`
      : js`readonly resource: ${emitParty(policySet, resource, needs.resource, needs.resource.id)};`,
    emitContextMember(policySet, needs.context),
  ];
  return js`{ ${join(members, " ")} }`;
}

/** `Entity<"User", "team", "id">` */
function emitParty({ entities }: PolicySet, type: string, need: Need, needsId: boolean): Code {
  const needed = [...(needsId ? [js`"id"`] : []), ...(need.ancestors ? [js`"ancestors"`] : [])];
  return js`Entity<${[literal(type), union(requiredNames(entities.get(type)?.attributes, need)), unionOf(needed)]}>`;
}

function emitContextMember({ context }: PolicySet, need: Need): Code {
  const names = requiredNames(context, need);
  return names.length === 0
    ? js`readonly context?: Partial<Context>;`
    : js`readonly context: Carried<Context, ${union(names)}>;`;
}

/** The attributes that are read and not optional. */
function requiredNames(fields: ReadonlyMap<string, Field> | undefined, need: Need): readonly string[] {
  return [...(fields?.values() ?? [])]
    .filter(({ name, optional }) => !optional && need.members.has(name))
    .map(({ name }) => name);
}

function union(names: readonly string[]): Code {
  return unionOf(names.map(literal));
}

function unionOf(codes: readonly Code[]): Code {
  return codes.length === 0 ? js`never` : codes.reduce((sum, code) => js`${sum} | ${code}`);
}

function emitPartialRequest({ entities, actions }: PolicySet): Code {
  const principals = union(
    [...entities.values()].filter(({ principal }) => principal).map(({ name }) => name),
  );
  const resources = union([
    ...new Set([...actions.values()].flatMap((action: ActionSchema) => action.resources ?? [])),
  ]);
  return lines([
    blockComment(["What `mayAllow` takes: who asks in full, and of the rest what is known."]),
    js`export interface PartialRequest {`,
    indented(
      lines([
        js`readonly subject: EntityValue<${principals}>;`,
        js`readonly actor?: EntityValue<${principals}> | undefined;`,
        js`readonly action: { [Name in keyof Actions]: { readonly name: Name; readonly properties?: Actions[Name] } }[keyof Actions];`,
        js`readonly resource?: Partial<EntityValue<${resources}>> & { readonly type: ${resources} };`,
        js`readonly context?: Partial<Context>;`,
      ]),
    ),
    js`}`,
  ]);
}

const supportingTypes =
  trustedCode(`/** An action with its arguments, which may be left out where none has to be there. */
export type Action<Name extends keyof Actions> = {} extends Actions[Name]
  ? { readonly name: Name; readonly properties?: Actions[Name] }
  : { readonly name: Name; readonly properties: Actions[Name] };

/** Attributes of which those named by \`Read\` have to be there. */
export type Carried<Attributes, Read extends keyof Attributes> = Pick<Attributes, Read> & Partial<Attributes>;

/** An entity above another one. */
export interface EntityKey {
  readonly type: string;
  readonly id: string;
}

/** A party to a request: the properties that rules read have to be there, and so has what \`Needed\` names. */
export type Entity<
  Type extends keyof Entities,
  Read extends keyof Entities[Type],
  Needed extends "id" | "ancestors",
> = { readonly type: Type } & ("id" extends Needed ? { readonly id: string } : { readonly id?: string }) &
  ("ancestors" extends Needed
    ? { readonly ancestors: readonly EntityKey[] }
    : { readonly ancestors?: readonly EntityKey[] }) &
  ([Read] extends [never]
    ? { readonly properties?: Partial<Entities[Type]> }
    : { readonly properties: Carried<Entities[Type], Read> });

/** An entity as the value of an attribute. */
export type EntityValue<Type extends keyof Entities> = Type extends keyof Entities
  ? {
      readonly type: Type;
      readonly id: string;
      readonly properties?: Partial<Entities[Type]>;
      readonly ancestors?: readonly EntityKey[];
    }
  : never;`);

/** What policy sets without secrets have not is not in their types either. */
function emitPolicySetType(policySet: PolicySet): readonly Code[] {
  const hasSecrets = secretsOf(policySet) !== undefined;
  const hasModel = usesRelations(policySet);
  const type = trustedCode(`/** What a module says of its policy set. */
export interface PolicySet {
  readonly digest: string;
  readonly language: "1";
  readonly rules: readonly {
    readonly id: string;
    readonly effect: "allow" | "deny" | "oblige";
    readonly text: string;
    readonly location: { readonly file: string; readonly line: number; readonly column: number };
    readonly because?: string;
    readonly documentation?: string;
  }[];
  readonly actions: {
    readonly [Name in keyof Actions]: {
      readonly tags: readonly string[];
      /** The attributes that some rule on the action reads. */
      readonly reads: {
        readonly subject: readonly string[];
        readonly actor: readonly string[];
        readonly resource: readonly string[];
        readonly context: readonly string[];
      };
    };
  };
  /** The tools that actions were imported from, sorted by action. */
  readonly tools: readonly ImportedTool[];${hasModel ? relationsMember : ""}${hasSecrets ? secretsMember : ""}
}`);
  return [
    type,
    ...(hasModel ? [trustedCode(modelTypes)] : []),
    ...(hasSecrets ? [trustedCode(secretTypes)] : []),
  ];
}

const relationsMember = `
  /** What relations there are: what a store is made of. */
  readonly relations: RelationModel;`;

const secretsMember = `
  /** What logs may show of requests and decisions. */
  readonly secrets: Secrets;`;
