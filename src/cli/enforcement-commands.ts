import { type Command, Option } from "commander";
import type { CliHost } from "./cli-host.js";
import type { Ended } from "./exit-code.js";
import { examples, toCount, toMilliseconds } from "./option-values.js";
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
    .option("--trust-properties", "let what a request says of an entity count for more than that file", false)
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

function secondsOption(flags: string, description: string, seconds: number): Option {
  return new Option(flags, description).argParser(toMilliseconds).default(seconds * 1000, String(seconds));
}
