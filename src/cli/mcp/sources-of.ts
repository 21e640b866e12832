import type { ImportSource } from "../../importers/lock-file.js";

/** Where a command says that lists of tools are. */
export interface NamedSources {
  /** Files with lists of tools; `-` is standard input. */
  readonly files: readonly string[];
  /** Commands that start servers. */
  readonly stdio: readonly string[];
  /** Addresses of servers. */
  readonly http: readonly string[];
  /** For the one address, with names of variables in place of secrets. */
  readonly header: readonly string[];
}

/** The sources that a command names. */
export function sourcesOf({ files, stdio, http, header }: NamedSources): readonly ImportSource[] {
  return [
    ...files.map((path) => ({ kind: "file", path }) as const),
    ...stdio.map((command) => ({ kind: "stdio", command }) as const),
    ...http.map((url) => ({ kind: "http", url, headers: header }) as const),
  ];
}
