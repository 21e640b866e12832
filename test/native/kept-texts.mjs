// What was made of a source is kept on disk: a worker, and the next run, need not make it again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../node_modules/.cache/polc-tests/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** What `make` makes of the source at `path`, or made of it before, where what it makes it of, `from`, is the same. */
export async function keptOrMade(path, from, make) {
  // One file for each source, so that the folder does not grow; its last line says what it was made of.
  const file = join(folder, `${digest(path)}.js`);
  const mark = `\n//${digest(from)}\n`;
  const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (kept.endsWith(mark)) return kept;
  const made = (await make()) + mark;
  replace(file, made);
  return made;
}

/** In one step: another process never reads half of it. */
function replace(file, text) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

function digest(text) {
  return createHash("sha256").update(text).digest("base64url");
}
