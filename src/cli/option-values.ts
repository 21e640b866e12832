import { InvalidArgumentError, Option } from "commander";

/** The values of an option that can be given several times. */
export function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** A whole number above 0. */
export function toCount(text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number above 0.");
}

/** What random requests depend on. */
export function toSeed(text: string): number | "random" {
  if (text === "random") return text;
  const seed = Number(text);
  if (/^-?[0-9]{1,10}$/.test(text) && seed === (seed | 0)) return seed;
  throw new InvalidArgumentError("It is a whole number of 32 bits, or random.");
}

/** Where a law was found broken. */
export function toPath(text: string): string {
  if (/^[0-9]{1,7}(?::[0-9]{1,7})*$/.test(text)) return text;
  throw new InvalidArgumentError("It is what a broken law was reported with, such as 12:0:3.");
}

/** A number from 0 to 100. */
export function toPercent(text: string): number {
  if (/^\d{1,3}(?:\.\d+)?$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError("It is a number from 0 to 100.");
}

/** A number of seconds, as milliseconds. */
export function toMilliseconds(seconds: string): number {
  const milliseconds = Number(seconds) * 1000;
  if (milliseconds > 0 && milliseconds < 2 ** 31) return milliseconds;
  throw new InvalidArgumentError("It is a number of seconds above 0.");
}

/** `--format`, with the formats that a command has: the first is text. */
export function formatOption(...formats: readonly string[]): Option {
  return new Option("--format <format>", "how to print findings").choices(formats).default("text");
}

/** `--questions`: a limit that is the same on every machine. */
export function questionsOption(description: string): Option {
  return new Option("--questions <count>", description).argParser(toCount);
}

/** The examples at the end of the help of a command. */
export function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ ${command}`).join("\n")}`;
}
