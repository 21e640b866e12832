import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import { whyNot } from "../analysis/why-not.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { decisionDetails, describeDecision } from "../interpret/describe-decision.js";
import { interpret } from "../interpret/interpret.js";
import { printTrace, trace } from "../interpret/trace.js";
import { lower } from "../ir/lower.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { printWhyNot } from "./print-why-not.js";
import { type RequestFile, type RequestItem, readRequests } from "./read-requests.js";
import { refuse } from "./report.js";

/** Options of `polc eval`. */
export interface EvalCommand {
  readonly path: string;
  /** A file of requests, or `-`. */
  readonly requests: string;
  /** Print, for people, every rule in scope with its outcome. */
  readonly trace: boolean;
  /** Print, for people, what would have to be otherwise for a request to be allowed. */
  readonly whyNot: boolean;
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
  const file = await readRequests(chunks, options.lines);
  return decideAll(file, printFor(options, checked.policySet), options.requests, host);
}

type Print = (request: unknown, form: RequestFile["form"]) => Printed;

interface Printed {
  readonly allowed: boolean;
  readonly text: string;
}

function printFor({ trace: traces, whyNot: asks }: EvalCommand, policySet: PolicySet): Print {
  if (asks) {
    const analysis = createAnalysis(lower(policySet));
    return (request) => whyNotText(analysis, request);
  }
  return traces
    ? (request) => traceText(policySet, request)
    : (request, form) => decisionText(policySet, request, form);
}

function whyNotText(analysis: Analysis, request: unknown): Printed {
  const result = whyNot(analysis, request);
  return { allowed: result.decision.decision, text: printWhyNot(result) };
}

function decisionText(policySet: PolicySet, request: unknown, form: RequestFile["form"]): Printed {
  const decision = interpret(policySet, request);
  const text = JSON.stringify(decision, undefined, form === "document" ? 2 : undefined);
  return { allowed: decision.decision, text: `${text}\n` };
}

function traceText(policySet: PolicySet, request: unknown): Printed {
  const { decision, rules } = trace(policySet, request);
  const lines = [describeDecision(decision), ...decisionDetails(decision)].map((line) => `${line}\n`);
  return { allowed: decision.decision, text: `${lines.join("")}${printTrace(rules)}` };
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
