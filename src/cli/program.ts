import { Command, CommanderError, Option } from "commander";
import { version } from "../version.js";
import type { BuildCommand } from "./build.js";
import type { CheckCommand } from "./check.js";
import type { CliHost } from "./cli-host.js";
import type { DiffCommand } from "./diff.js";
import { addMcpProxy, addServe } from "./enforcement-commands.js";
import type { EvalCommand } from "./eval.js";
import { addImport, addRelations } from "./exchange-commands.js";
import { type Ended, type ExitCode, exitCode } from "./exit-code.js";
import type { FmtFormat } from "./fmt.js";
import { collect, examples, formatOption, questionsOption, toCount } from "./option-values.js";
import type { ReportCommand } from "./policy-report.js";
import { addGenTests, addMutate, addTest } from "./testing-commands.js";

/**
 * Runs the command line `args` (without node and script) and says how it ended; never throws. Each command's implementation is
 * imported when it is chosen, so that `polc --help` loads no compiler.
 */
export async function runProgram(args: readonly string[], host: CliHost): Promise<ExitCode> {
  let ended: ExitCode = exitCode.fine;
  const program = createProgram(host, (code) => {
    ended = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return ended;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.usage;
    host.stderr.write(internalError(error));
    return exitCode.bug;
  }
}

function internalError(error: unknown): string {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error[POL9001]: a bug in polc\n  = help: please report it with the policy that shows it and these lines\n\n${details}\n`;
}

function createProgram(host: CliHost, ended: Ended): Command {
  const program = new Command("polc")
    .description("Checks, tests and compiles policies written in Pol.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", overview);
  for (const add of [
    addInit,
    addCheck,
    addBuild,
    addEval,
    addTest,
    addGenTests,
    addMutate,
    addFmt,
    addDiff,
    addSchema,
    addReport,
    addImport,
    addRelations,
    addMcpProxy,
    addServe,
    addExplain,
  ])
    add(program, host, ended);
  return program;
}

const overview = `
Examples:
  $ polc init policies
  $ polc check policies
  $ polc build policies -o dist
  $ polc eval policies request.json

Exit codes: 0 fine, 1 findings, 2 wrong usage or configuration, 3 a bug in polc.
POLICIES is a directory (every .pol file below it), one .pol file, or - for standard input.`;

function addInit(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("init")
    .description("write a policy set to start from")
    .argument("<directory>", "where to write it; nothing that exists is overwritten")
    .addHelpText("after", examples("polc init policies", "polc check policies && polc test policies"))
    .action(async (directory: string) => {
      const { run } = await import("./init.js");
      ended(await run({ directory }, host));
    });
}

function addCheck(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("check")
    .description("report what is wrong with a policy set; exit 1 on errors")
    .argument("<policies>", "the policy set")
    .addOption(formatOption("text", "json", "sarif", "github"))
    .option("--strict", "exit 1 on warnings too", false)
    .option("--fix", "first mend what has a certain mend; for - the mended text goes out", false)
    .option("--no-analysis", "do not look for rules that never decide and clauses that never matter")
    .option("--conflicts", "look also for denies that take away a part of what is allowed", false)
    .addOption(
      new Option("--only <codes>", "report errors and these codes alone, and look for nothing else")
        .argParser(collect)
        .conflicts(["fix", "analysis"]),
    )
    .addOption(questionsOption("how many questions the analysis asks at most"))
    .addOption(
      new Option(
        "--jobs <count>",
        "how many threads analyse at once; of large policy sets, as many as there are cores, up to 3",
      ).argParser(toCount),
    )
    .addOption(
      new Option("--watch", "check again whenever the policies change").default(false).conflicts("fix"),
    )
    .addHelpText(
      "after",
      examples(
        "polc check policies",
        "polc check policies --watch",
        "polc check --fix policies",
        "polc check --only POL3001,POL3002 policies",
        "polc check --format sarif policies > polc.sarif",
        "polc check - < one.pol",
      ),
    )
    .action(async (path: string, options: Omit<CheckCommand, "path">) => {
      const { run } = await import("./check.js");
      ended(await run({ path, ...options }, host));
    });
}

function addBuild(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("build")
    .description("compile a policy set to one JavaScript module")
    .argument("<policies>", "the policy set")
    .option("-o, --out <directory>", "where to write policy.js, policy.d.ts and policy.js.map", "dist")
    .addOption(
      new Option("--verify <how>", "prove that the module decides as the policies are written, or try it")
        .choices(["full", "sample", "off"])
        .default("full"),
    )
    .option("--watch", "build again whenever the policies change", false)
    .addHelpText("after", examples("polc build policies", "polc build policies -o src/generated --watch"))
    .action(async (path: string, options: Omit<BuildCommand, "path">) => {
      const { run } = await import("./build.js");
      ended(await run({ path, ...options }, host));
    });
}

function addEval(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("eval")
    .description("decide requests; exit 0 if all are allowed, 1 if one is denied, 2 if one cannot be decided")
    .argument("<policies>", "the policy set")
    .argument(
      "<requests>",
      "a file with one request (JSON) or one on each line (JSON Lines); - for standard input",
    )
    .option("--trace", "print every rule in scope, and why it matches or does not", false)
    .addOption(
      new Option("--why-not", "print what would have to be otherwise for a denied request to be allowed")
        .conflicts("trace")
        .default(false),
    )
    .addOption(
      new Option(
        "--format <format>",
        "for people or for programs (default: json, with --trace or --why-not text)",
      ).choices(["text", "json"]),
    )
    .option(
      "--relations <file>",
      "what relations there are: a tuple (JSON) on each line, or the snapshot of a store",
    )
    .addOption(questionsOption("with --why-not: how many questions it asks about a request at most"))
    .option("--lines", "one request on each line, also if there is only one", false)
    .addHelpText(
      "after",
      examples(
        "polc eval policies request.json",
        "polc eval --relations tuples.jsonl policies request.json",
        "polc eval --trace policies request.json",
        "polc eval --why-not policies request.json",
        "polc eval policies - < log.jsonl",
      ),
    )
    .action(async (path: string, requests: string, options: Omit<EvalCommand, "path" | "requests">) => {
      const { run } = await import("./eval.js");
      ended(await run({ path, requests, ...options }, host));
    });
}

function addFmt(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("fmt")
    .description("lay out the files of a policy set; prints the names of those that changed")
    .argument("<policies>", "the policy set; for - what comes in goes out formatted")
    .option("--check", "change nothing; exit 1 if something would change", false)
    .addOption(formatOption("text", "github"))
    .addHelpText("after", examples("polc fmt policies", "polc fmt --check policies", "polc fmt - < one.pol"))
    .action(async (path: string, options: { check: boolean; format: FmtFormat }) => {
      const { run } = await import("./fmt.js");
      ended(await run({ path, ...options }, host));
    });
}

function addDiff(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("diff")
    .description(
      "say what two policy sets decide differently, each difference with a request; exit 1 if there is one",
    )
    .argument(
      "<policies...>",
      "the older and the newer policy set, REVISION:PATH for one in git; with --git, one path",
    )
    .option(
      "--git <revision>",
      "compare the policy set at a revision with the one on disk, or A..B two revisions",
    )
    .addOption(formatOption("text", "json", "markdown"))
    .addOption(
      new Option(
        "--fail-on <differences>",
        "exit 1 on any difference, or only where more is allowed than before",
      )
        .choices(["any", "wider", "never"])
        .default("any"),
    )
    .addOption(questionsOption("how many questions it asks at most"))
    .addHelpText(
      "after",
      examples(
        "polc diff old new",
        "polc diff --git main policies",
        "polc diff --git HEAD~1..HEAD policies --fail-on wider",
        "polc diff main:policies policies --format markdown",
      ),
    )
    .action(async (paths: string[], options: Omit<DiffCommand, "paths">) => {
      const { run } = await import("./diff.js");
      ended(await run({ paths, ...options }, host));
    });
}

function addSchema(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("schema")
    .description("print the JSON Schema of the requests that a policy set can decide")
    .argument("<policies>", "the policy set")
    .option("--action <name>", "of the requests for one action only")
    .option("--arguments", "with --action: of that action's arguments only", false)
    .addHelpText(
      "after",
      examples(
        "polc schema policies > request.schema.json",
        "polc schema policies --action github.create_issue",
        "polc schema policies --action github.create_issue --arguments",
      ),
    )
    .action(async (path: string, options: { action?: string; arguments: boolean }) => {
      const { run } = await import("./schema.js");
      ended(await run({ path, action: options.action, arguments: options.arguments }, host));
    });
}

function addReport(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("report")
    .description("say who can do what, and when")
    .argument("<policies>", "the policy set")
    .addOption(
      new Option("--format <format>", "for a terminal, for programs, or one page for a browser")
        .choices(["text", "json", "html"])
        .default("text"),
    )
    .addOption(questionsOption("how many questions it asks at most"))
    .addHelpText(
      "after",
      examples("polc report policies", "polc report policies --format html > report.html"),
    )
    .action(async (path: string, options: Omit<ReportCommand, "path">) => {
      const { run } = await import("./policy-report.js");
      ended(await run({ path, ...options }, host));
    });
}

function addExplain(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("explain")
    .description("say what a diagnostic means, with an example; without a code, list all")
    .argument("[code]", "a code such as POL2001, its number, or its name")
    .addHelpText(
      "after",
      examples("polc explain POL2001", "polc explain 2001", "polc explain duplicate-name"),
    )
    .action(async (code: string | undefined) => {
      const { run } = await import("./explain.js");
      ended(await run({ code }, host));
    });
}
