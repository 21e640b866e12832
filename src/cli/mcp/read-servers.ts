import type { ImportSource } from "../../importers/lock-file.js";
import { type ReadToolList, readToolList } from "../../importers/mcp/read-tool-list.js";
import type { SourceFile } from "../../source/source-file.js";
import type { CliHost } from "../cli-host.js";
import type { ExitCode } from "../exit-code.js";
import { refuse } from "../report.js";
import { readListText } from "./read-list-text.js";

/** A server whose tools are wanted. */
export interface WantedServer {
  readonly source: ImportSource;
  /** What to call it; what it calls itself unless given. */
  readonly name: string | undefined;
  /** Its annotations are not to be believed. */
  readonly untrusted: boolean;
}

/** A server's list as it was read. */
export interface ReadServer extends ReadToolList {
  readonly source: ImportSource;
  readonly text: SourceFile;
}

/** The lists of all `wanted` servers, or how the command ends because one cannot be read. */
export async function readServers(
  wanted: readonly WantedServer[],
  timeout: number,
  host: CliHost,
): Promise<readonly ReadServer[] | ExitCode> {
  const servers: ReadServer[] = [];
  for (const { source, name, untrusted } of wanted) {
    const read = await readListText(source, timeout, host);
    if (read.file === undefined) return refuse(host, read.code, read.problem, read.help);
    const { list, diagnostics } = readToolList(read.file, name);
    const known = list && untrusted ? { ...list, untrusted } : list;
    servers.push({ source, text: read.file, diagnostics, ...(known && { list: known }) });
  }
  return servers;
}
