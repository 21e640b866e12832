import { blockComment, type Code, js, lines } from "./code.js";
import type { ModuleParts } from "./module-parts.js";

/** What the exported functions are made of. */
export interface ExportParts {
  /** The table of principals, and that of actions. */
  readonly principals: Code;
  readonly actions: Code;
  readonly facts: Code;
  /** Whether some rule tests a relation: only then does anything have to be known of any. */
  readonly testsRelations: boolean;
}

/** Emits the functions that a module exports. None throws. */
export function emitExports(parts: ModuleParts, from: ExportParts): Code {
  const ask = (report: Code) =>
    js`${parts.runtime("decideRequest")}(request, ${report}, ${from.principals}, ${from.actions})`;
  const invalid = (problems: Code) => js`${parts.runtime("invalidRequest")}(${from.facts}, ${problems})`;
  const answered = from.testsRelations;
  const parameters = answered ? js`request, relations` : js`request`;
  const answers = answered ? js`${parts.runtime("readAnswers")}(relations)` : undefined;
  return lines([
    ...(answered ? answersVariable : []),
    blockComment(["Whether the request is allowed. Never throws."]),
    js`export function allows(${parameters}) {`,
    ...guarded(
      answers,
      [js`return ${parts.runtime("allowsRequest")}(request, ${from.actions});`],
      [js`return false;`],
    ),
    js`}`,
    js``,
    blockComment(["The decision on the request, with its reasons. Never throws."]),
    js`export function decide(${parameters}) {`,
    js`  const report = { problems: [], texts: [] };`,
    ...guarded(
      answers,
      [
        js`const decision = ${ask(js`report`)};`,
        js`return typeof decision === "object" ? decision : ${invalid(js`report.problems`)};`,
      ],
      [js`return ${invalid(js`[{ path: "", kind: "invalid", expected: "a request" }]`)};`],
    ),
    js`}`,
    js``,
    blockComment([
      "Whether some completion of the request may be allowed: its arguments, resource and context may be left out, in whole or in",
      "part. For listing what could be called, never an authorisation. Never throws.",
    ]),
    js`export function mayAllow(${parameters}) {`,
    ...guarded(answers, [js`return ${ask(parts.runtime("unknown"))} === true;`], [js`return false;`]),
    js`}`,
    js``,
    blockComment(["Everything that is wrong with the request. Never throws."]),
    js`export function validate(request) {`,
    js`  return decide(request).problems;`,
    js`}`,
    js``,
    ...emitRelationsNeeded(parts, answered ? ask(js`report`) : undefined),
    js``,
    ...emitDecideWith(parts, answered),
  ]);
}

const answersVariable: readonly Code[] = [
  blockComment(["What is known of relations, for the time of one call."]),
  js`let answers;`,
  js``,
];

/** Statements that may throw, with what is known of relations while they run: a call within a call, by a getter, has answers of its own. */
function guarded(
  answers: Code | undefined,
  attempt: readonly Code[],
  otherwise: readonly Code[],
): readonly Code[] {
  const body = (statements: readonly Code[]) => statements.map((statement) => js`    ${statement}`);
  const ending = [js`  } catch {`, ...body(otherwise)];
  if (answers === undefined) return [js`  try {`, ...body(attempt), ...ending, js`  }`];
  return [
    js`  const before = answers;`,
    js`  try {`,
    ...body([js`answers = ${answers};`, ...attempt]),
    ...ending,
    js`  } finally {`,
    js`    answers = before;`,
    js`  }`,
  ];
}

function emitRelationsNeeded(parts: ModuleParts, asked: Code | undefined): readonly Code[] {
  const comment = blockComment([
    "The questions about relations that can still matter after all else is evaluated: none where no answer can change the decision,",
    "and for an invalid request. Never throws.",
  ]);
  if (asked === undefined) {
    return [comment, js`export function relationsNeeded(request) {`, js`  return [];`, js`}`];
  }
  return [
    comment,
    js`export function relationsNeeded(request) {`,
    js`  const report = { problems: [], texts: [], needed: [] };`,
    ...guarded(parts.runtime("noAnswers"), [js`${asked};`, js`return report.needed;`], [js`return [];`]),
    js`}`,
  ];
}

function emitDecideWith(parts: ModuleParts, answered: boolean): readonly Code[] {
  const comment = blockComment([
    "The decision on the request, with what a store says of relations: asked once, by `checkMany`, and not at all where nothing has to be",
    "known. What it does not answer is an error, which allows nothing. Never rejects.",
  ]);
  const asked = () => js`${parts.runtime("answersFrom")}(store, relationsNeeded(request))`;
  return [
    comment,
    js`export function decideWith(store, request) {`,
    answered
      ? js`  return ${asked()}.then((relations) => decide(request, relations));`
      : js`  return Promise.resolve(decide(request));`,
    js`}`,
  ];
}
