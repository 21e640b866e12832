import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import { whyNot } from "../analysis/why-not.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { decisionDetails, describeDecision } from "../interpret/describe-decision.js";
import { interpret } from "../interpret/interpret.js";
import { printTrace, trace } from "../interpret/trace.js";
import { lower } from "../ir/lower.js";
import { relationModel } from "../relations/from-schema.js";
import type { RelationStore } from "../relations/relation-store.js";
import type { Decision } from "../runtime/decision.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { printWhyNot } from "./print-why-not.js";
import { type RequestFile, type RequestItem, readRequests } from "./read-requests.js";
import { answerRequest, giveRelations } from "./relations/answer-request.js";
import { type ReadRelations, readRelations } from "./relations/read-relations.js";
import { refuse } from "./report.js";
import { whyNotJson } from "./why-not-json.js";

/** How decisions are printed. */
export type EvalFormat = "text" | "json";

/** Options of `polc eval`. */
export interface EvalCommand {
  readonly path: string;
  /** A file of requests, or `-`. */
  readonly requests: string;
  /** Print every rule in scope with its outcome. */
  readonly trace: boolean;
  /** Print what would have to be otherwise for a request to be allowed. */
  readonly whyNot: boolean;
  /** How many questions to ask about a request at most; as many as usual, where it is left open. */
  readonly questions?: number;
  /** For people or for programs; where it is left open, a decision by itself is for programs, and what explains it for people. */
  readonly format?: EvalFormat;
  /** A file of tuples: what relations there are. */
  readonly relations?: string;
  /** JSON Lines for certain. */
  readonly lines: boolean;
}

/**
 * `polc eval`: decides requests one by one as they come. A policy set with errors, or a request that is no JSON, is no denial but
 * wrong usage: nothing was decided.
 */
export async function run(options: EvalCommand, host: CliHost): Promise<ExitCode> {
  if (options.path === "-" && options.requests === "-") {
    return refuse(host, "POL4004", "policies and requests cannot both come from standard input");
  }
  const checked = await checkedSet(host, options.path);
  if (checked.policySet === undefined) return exitCode.usage;
  const chunks = await host.openFile(options.requests);
  if (chunks === undefined) return refuse(host, "POL4004", `there is no file \`${options.requests}\``);
  const relations = await openRelations(options, checked.policySet, host);
  if (relations?.ok === false) return refuse(host, "POL4004", relations.problem);
  const file = await readRequests(chunks, options.lines);
  return decideAll(file, printFor(options, checked.policySet, relations?.store), options.requests, host);
}

async function openRelations(
  { relations }: EvalCommand,
  { entities }: PolicySet,
  host: CliHost,
): Promise<ReadRelations | undefined> {
  return relations === undefined ? undefined : readRelations(host, relations, relationModel(entities));
}

type Print = (request: unknown, form: RequestFile["form"]) => Printed;

interface Printed {
  readonly allowed: boolean;
  readonly text: string;
}

function printFor(options: EvalCommand, policySet: PolicySet, store: RelationStore | undefined): Print {
  const give = options.whyNot ? giveRelations : answerRequest;
  const explainer = explainerOf(options, policySet);
  const explain = (request: unknown) =>
    explainer(store === undefined ? request : give(policySet, store, request));
  const format = options.format ?? (options.trace || options.whyNot ? "text" : "json");
  return (request, form) => {
    const { decision, text, json } = explain(request);
    if (format === "text") return { allowed: decision.decision, text: text() };
    const indentation = form === "document" ? 2 : undefined;
    return { allowed: decision.decision, text: `${JSON.stringify(json(), undefined, indentation)}\n` };
  };
}

/** A decision with what explains it, for people and for programs. */
interface Explained {
  readonly decision: Decision;
  text(): string;
  json(): unknown;
}

function explainerOf(
  { trace: traces, whyNot: asks, questions }: EvalCommand,
  policySet: PolicySet,
): (request: unknown) => Explained {
  if (traces) return (request: unknown) => traced(policySet, request);
  if (!asks) return (request: unknown) => decided(policySet, request);
  const analysis = createAnalysis(lower(policySet));
  return (request: unknown) => asked(analysis, request, questions);
}

function decided(policySet: PolicySet, request: unknown): Explained {
  const decision = interpret(policySet, request);
  return { decision, text: () => decisionLines(decision), json: () => decision };
}

function traced(policySet: PolicySet, request: unknown): Explained {
  const found = trace(policySet, request);
  const { decision, rules } = found;
  return { decision, text: () => decisionLines(decision) + printTrace(rules), json: () => found };
}

function asked(analysis: Analysis, request: unknown, questions: number | undefined): Explained {
  const found = whyNot(analysis, request, questions);
  return { decision: found.decision, text: () => printWhyNot(found), json: () => whyNotJson(found) };
}

function decisionLines(decision: Decision): string {
  return [describeDecision(decision), ...decisionDetails(decision)].map((line) => `${line}\n`).join("");
}

async function decideAll(file: RequestFile, print: Print, name: string, host: CliHost): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  for await (const item of file.items) {
    if (item.kind === "problem") return refuse(host, "POL4004", describeProblem(item, name));
    const { allowed, text } = print(item.value, file.form);
    host.stdout.write(text);
    await host.stdout.drained();
    if (!allowed) code = exitCode.findings;
  }
  return code;
}

function describeProblem(
  { line, column, message }: Extract<RequestItem, { kind: "problem" }>,
  name: string,
): string {
  return `${name === "-" ? "<stdin>" : name}:${line}:${column}: ${message}`;
}
