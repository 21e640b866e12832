import { type Command, Option } from "commander";
import type { CliHost } from "./cli-host.js";
import type { Ended } from "./exit-code.js";
import type { ImportCommand } from "./import.js";
import type { ImportOpenFgaCommand } from "./import-openfga.js";
import type { NamedSources } from "./mcp/sources-of.js";
import { collect, examples, formatOption, toMilliseconds } from "./option-values.js";
import type { RelationEngine } from "./relations-export.js";

/** `polc import`: what others declare. */
export function addImport(program: Command, host: CliHost, ended: Ended): void {
  const command = program.command("import").description("declare what others describe");
  addImportOpenFga(command, host, ended);
  command
    .command("mcp")
    .description("declare the tools of MCP servers as actions; exit 1 on errors, and then nothing is written")
    .argument("[files...]", "answers to tools/list, one server each; - for standard input")
    .option("--stdio <command>", "start a server with this command and ask it; repeatable", collect)
    .option("--http <url>", "ask a server over HTTP; repeatable", collect)
    .option(
      "--header <header>",
      "'Name: value' for the one --http, with secrets as $NAME from the environment; repeatable",
      collect,
    )
    .addOption(
      new Option("--timeout <seconds>", "how long a server may take")
        .argParser(toMilliseconds)
        .default(30_000, "30"),
    )
    .option("--as <name>", "what to call the server")
    .option(
      "-o, --out <policies>",
      "the policy set to write to: imports/SERVER.pol and polc.lock.json; without it, to standard output",
    )
    .option("--untrusted", "do not believe the tools' annotations: all are destructive and open-world", false)
    .option("--check", "write nothing; exit 1 if the servers' tools are not those imported", false)
    .addOption(formatOption("text", "json", "sarif", "github"))
    .addHelpText(
      "after",
      examples(
        "polc import mcp github.tools.json",
        "polc import mcp github.tools.json --as github -o policies",
        "polc import mcp --stdio 'npx @modelcontextprotocol/server-filesystem /data' -o policies",
        "polc import mcp --http https://mcp.example.com/mcp --header 'Authorization: Bearer $TOKEN' -o policies",
        "polc import mcp --check -o policies",
      ),
    )
    .action(
      async (files: string[], options: Omit<ImportCommand, keyof NamedSources> & Partial<NamedSources>) => {
        const { run } = await import("./import.js");
        ended(await run({ stdio: [], http: [], header: [], ...options, files }, host));
      },
    );
}

function addImportOpenFga(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("openfga")
    .description("declare the types of an OpenFGA model as entities with relations")
    .argument("<model>", "a model (.fga, or its JSON), or the fga.mod of a modular one; - for standard input")
    .option(
      "-o, --out <policies>",
      "the policy set to write to: imports/openfga.pol; without it, to standard output",
    )
    .addOption(formatOption("text", "json", "sarif", "github"))
    .addHelpText(
      "after",
      examples("polc import openfga model.fga", "polc import openfga fga.mod -o policies"),
    )
    .action(async (path: string, options: Omit<ImportOpenFgaCommand, "path">) => {
      const { run } = await import("./import-openfga.js");
      ended(await run({ path, ...options }, host));
    });
}

/** `polc relations`: what others are to be told. */
export function addRelations(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("relations")
    .description("work with the relations of a policy set")
    .command("export")
    .description("print the schema of another engine that says the same")
    .argument("<policies>", "the policy set")
    .addOption(
      new Option("--to <engine>", "whose schema").choices(["spicedb", "openfga"]).makeOptionMandatory(),
    )
    .addHelpText("after", examples("polc relations export --to spicedb policies > schema.zed"))
    .action(async (path: string, options: { to: RelationEngine }) => {
      const { run } = await import("./relations-export.js");
      ended(await run({ path, ...options }, host));
    });
}
