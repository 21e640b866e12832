import { createReadStream } from "node:fs";
import { kindOf } from "../disk/disk-host.js";

/** The bytes of a file, or of standard input for `-`; undefined where there is no such file. */
export async function openFile(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  if (path === "-") return process.stdin;
  return kindOf(path) === "file" ? createReadStream(path) : undefined;
}
