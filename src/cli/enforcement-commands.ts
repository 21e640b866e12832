import { type Command, Option } from "commander";
import type { CliHost } from "./cli-host.js";
import type { Ended } from "./exit-code.js";
import type { ProxyCommand } from "./mcp-proxy/command.js";
import { collect, examples, toCount, toMilliseconds } from "./option-values.js";
import type { ServeCommand } from "./serve.js";

/** `polc serve`. */
export function addServe(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("serve")
    .description("answer AuthZEN requests over HTTP by a decision module, until told to stop")
    .argument("<module>", "what `polc build` wrote, such as dist/policy.js")
    .option("--listen <address>", "where to listen: a host and a port", "127.0.0.1:8181")
    .option("--public-url <url>", "the address at which callers reach it, for its metadata")
    .option(
      "--entities <file>",
      "what is known of subjects and resources, to complete requests and to search",
    )
    .option("--relations <file>", "who has which relation to what: tuples as JSON Lines, or a snapshot")
    .option("--trust-properties", "let what a request says of an entity count for more than that file", false)
    .option(
      "--known-only",
      "deny what names an entity that the file does not list, of a type that it lists",
      false,
    )
    .option("--api-keys <file>", "the keys of callers, one on each line (or the variable POLC_API_KEYS)")
    .option("--jwt-issuer <issuer>", "who issues the tokens of callers")
    .option("--jwt-audience <audience>", "whom the tokens are for: what this server is called in them")
    .option("--jwt-keys <keys>", "the issuer's JSON Web Key Set: a file, or its https:// address")
    .option("--jwt-scope <scope>", "a scope that tokens must have")
    .option("--without-authentication", "let everybody ask, also where others reach the server", false)
    .option("--audit <file>", "log decisions as JSON Lines; - for standard output")
    .option("--candidate <module>", "log also what this module would decide otherwise")
    .option("--keep-last-policy", "decide on by the last policy if its file cannot be loaded any more", false)
    .option("--no-watch", "load files anew on SIGHUP only, not whenever they change")
    .addOption(
      new Option("--body-limit <bytes>", "the most bytes that a request may have")
        .argParser(toCount)
        .default(2 ** 20),
    )
    .addOption(secondsOption("--timeout <seconds>", "how long a request may take to arrive", 10))
    .addOption(secondsOption("--grace <seconds>", "how long open requests may take on SIGTERM", 10))
    .addHelpText(
      "after",
      examples(
        "polc serve dist/policy.js",
        "polc serve dist/policy.js --entities entities.json --audit audit.jsonl",
        "polc serve dist/policy.js --listen 0.0.0.0:8181 --api-keys keys.txt --public-url https://pdp.example.com",
      ),
    )
    .action(async (path: string, options: Omit<ServeCommand, "path">) => {
      const { run } = await import("./serve.js");
      ended(await run({ path, ...options }, host));
    });
}

/** `polc mcp-proxy`. */
export function addMcpProxy(program: Command, host: CliHost, ended: Ended): void {
  program
    .command("mcp-proxy")
    .description("stand between MCP clients and a server, and let through what a policy set allows")
    .argument("[command...]", "after --, the command that starts the server")
    .requiredOption(
      "--policy <module>",
      "the policy set as polc build compiled it; loaded anew when it changes",
    )
    .option("--upstream <url>", "a server over Streamable HTTP, instead of a command")
    .option(
      "--header <header>",
      "'Name: value' for --upstream, with secrets as $NAME from the environment; repeatable",
      collect,
    )
    .option("--listen <host:port>", "serve Streamable HTTP there, instead of standard input and output")
    .option("--config <file>", "what is too long for the command line, as JSON")
    .option("--server <name>", "what the policy set calls the server, if it knows several")
    .option("--trusted", "believe the server's annotations of its tools")
    .option("--subject <party>", "on whose authority calls are made, as Type:id")
    .option("--actor <party>", "who makes them, as Type:id")
    .option(
      "--approver <name>",
      "a party for which the person at the client can approve; repeatable (default: user)",
      collect,
    )
    .option(
      "--pass <methods>",
      "let these pass undecided: resources, prompts, completion, or a method; repeatable",
      collect,
    )
    .option("--audit <file>", "write each decision there, a line of JSON each; - for standard error")
    .option("--relations <file>", "who has which relation to what: tuples as JSON Lines, or a snapshot")
    .option("--candidate <module>", "decide by this policy set too, and log where it differs")
    .option(
      "--keep-last-policy",
      "if the policy cannot be loaded any more, keep to the last one instead of denying all",
      false,
    )
    .addHelpText(
      "after",
      examples(
        "polc mcp-proxy --policy dist/policy.js --subject User:alice -- npx some-mcp-server /data",
        "polc mcp-proxy --policy dist/policy.js --config polc.enforce.json --listen 127.0.0.1:8931 -- npx some-mcp-server",
        "polc mcp-proxy --policy dist/policy.js --subject User:alice --upstream https://mcp.example.com/mcp --header 'Authorization: Bearer $TOKEN'",
      ),
    )
    .action(
      async (
        command: string[],
        options: Omit<ProxyCommand, "command" | Lists> & Partial<Pick<ProxyCommand, Lists>>,
      ) => {
        const { run } = await import("./mcp-proxy.js");
        ended(await run({ header: [], approver: [], pass: [], ...options, command }, host));
      },
    );
}

/** The options that may be given several times. */
type Lists = "header" | "approver" | "pass";

function secondsOption(flags: string, description: string, seconds: number): Option {
  return new Option(flags, description).argParser(toMilliseconds).default(seconds * 1000, String(seconds));
}
