import { type Command, Option } from "commander";
import type { CliHost } from "./cli-host.js";
import type { Ended } from "./exit-code.js";
import type { MutateCommand } from "./mutate.js";
import {
  collect,
  examples,
  formatOption,
  questionsOption,
  toCount,
  toPath,
  toPercent,
  toSeed,
} from "./option-values.js";
import type { TestCommand } from "./test.js";

/** `polc test`. */
export function addTest(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("test")
    .description("run the tests of policy sets; exit 1 if one fails")
    .argument("[policies...]", "the policy sets; without any, that of the folder")
    .option("-t, --filter <text>", "only tests with this in their names; * stands for anything")
    .option(
      "--authzen <file>",
      "also decide the requests of a file of decisions in AuthZEN's format; repeatable",
      collect,
      [],
    )
    .option("--entities <file>", "with --authzen: what is known of subjects and resources by their ids")
    .option("--no-laws", "do not hold the laws of decisions against the compiled module")
    .addOption(
      new Option("--seed <number>", "what the requests depend on that are made for the laws, or random")
        .argParser(toSeed)
        .default(1),
    )
    .addOption(
      new Option("--runs <count>", "how many requests are made for the laws, besides those that are found")
        .argParser(toCount)
        .default(1000),
    )
    .addOption(
      new Option(
        "--path <path>",
        "with --seed: only the request that a broken law was reported with",
      ).argParser(toPath),
    )
    .option(
      "--coverage <formats>",
      "say what the tests show of the policies: text,json,html,lcov or some of them",
    )
    .option("--coverage-out <directory>", "where coverage is written that is not text", "coverage")
    .option("--min-coverage <percent>", "exit 1 if the tests show less: 90, or rules:100,outcomes:90,mcdc:75")
    .option("--watch", "run again whenever a file changes", false)
    .addOption(formatOption("text", "json", "github", "junit"))
    .addHelpText(
      "after",
      examples(
        "polc test policies",
        "polc test policies --filter payroll --watch",
        "polc test policies --authzen decisions.json --entities users.json",
        "polc test --format junit policies > tests.xml",
      ),
    )
    .action(async (paths: string[], options: Omit<TestCommand, "paths">) => {
      const { run } = await import("./test.js");
      ended(await run({ paths, ...options }, host));
    });
}

/** `polc gen-tests`. */
export function addGenTests(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("gen-tests")
    .description(
      "write tests for every rule: where it decides, and where each of its conditions begins and ends",
    )
    .argument("<policies>", "the policy set; what its own tests show is not shown again")
    .option("-o, --out <file>", "the file to write; without it, to standard output")
    .option(
      "--long",
      "also write tests that are too long to be read, such as that of a text's greatest length",
    )
    .addOption(questionsOption("how many questions it asks at most"))
    .addHelpText(
      "after",
      examples("polc gen-tests policies", "polc gen-tests policies -o policies/generated.pol"),
    )
    .action(async (path: string, options: { out?: string; long?: boolean; questions?: number }) => {
      const { run } = await import("./gen-tests.js");
      const { out, long = false, ...others } = options;
      ended(await run({ path, out, long, ...others }, host));
    });
}

/** `polc mutate`. */
export function addMutate(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("mutate")
    .description(
      "say which mistakes in a policy set its tests and assertions would not notice, with a test for each",
    )
    .argument("<policies>", "the policy set")
    .addOption(
      new Option("--format <format>", "for a terminal, for programs, a page for a browser, or annotations")
        .choices(["text", "json", "html", "github"])
        .default("text"),
    )
    .addOption(
      new Option("--tests <tests>", "its own tests, or those that polc gen-tests would write, too")
        .choices(["own", "generated"])
        .default("own"),
    )
    .addOption(
      new Option("--min-score <percent>", "exit 1 if fewer mistakes are noticed").argParser(toPercent),
    )
    .addOption(
      new Option("--jobs <count>", "how many threads work at once; as many as the machine has").argParser(
        toCount,
      ),
    )
    .option("-o, --out <file>", "write the missing tests there, too; it may be a file of the policy set")
    .option(
      "--cache <file>",
      "remember there what became of each mistake, and look again only at what changed",
    )
    .addHelpText(
      "after",
      examples(
        "polc mutate policies",
        "polc mutate policies --min-score 90 --cache .polc/mutants.json",
        "polc mutate policies --tests generated -o policies/mistakes.pol",
        "polc mutate policies --format html > mutants.html",
      ),
    )
    .action(async (path: string, options: Omit<MutateCommand, "path">) => {
      const { run } = await import("./mutate.js");
      ended(await run({ path, ...options }, host));
    });
}
