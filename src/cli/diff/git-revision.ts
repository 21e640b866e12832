import { spawn } from "node:child_process";
import { isAbsolute, posix, relative, sep } from "node:path";
import { decodeFile } from "../../disk/disk-host.js";
import type { HostFile } from "../../source/host.js";
import type { Revision } from "../cli-host.js";

/** Opens a revision of the git repository around a folder, the working directory, or says why there is none. */
export async function openGitRevision(
  name: string,
  folder = process.cwd(),
): Promise<Revision | { readonly problem: string }> {
  const git = gitIn(folder);
  // A name with a hyphen in front would be an option.
  const isName = !name.startsWith("-");
  const commit = await git(["rev-parse", "--verify", "--quiet", isName ? `${name}^{commit}` : ""]);
  if (!commit.ok) return { problem: await whyNone(git, name) };
  const root = await git(["rev-parse", "--show-toplevel"]);
  const prefix = await git(["rev-parse", "--show-prefix"]);
  if (!root.ok || !prefix.ok) return { problem: "git has no files here" };
  const tree: Tree = {
    git,
    commit: textOf(commit).trim(),
    root: textOf(root).trimEnd(),
    prefix: textOf(prefix).trimEnd(),
  };
  return {
    readPolicySet: async (path) => readPolicySet(tree, path),
    readBeside: async (path, file) => readBeside(tree, path, file),
    kindOf: async (path) => kindOf(tree, path),
  };
}

async function whyNone(git: Git, name: string): Promise<string> {
  const inside = await git(["rev-parse", "--is-inside-work-tree"]);
  if (inside.ok) return `git knows no revision \`${name}\``;
  return inside.missing ? "git is not installed" : "this is no git repository";
}

/** A commit, and where in it the working directory is. */
interface Tree {
  readonly git: Git;
  readonly commit: string;
  readonly root: string;
  /** With a slash at its end; empty at the root. */
  readonly prefix: string;
}

/** The path in the repository of a path as one would type it; undefined for what is outside. */
function inRepository({ root, prefix }: Tree, path: string): string | undefined {
  const slashed = path.split(sep).join("/");
  const joined = isAbsolute(path) ? relative(root, path).split(sep).join("/") : `${prefix}${slashed}`;
  const normal = posix.normalize(joined === "" ? "." : joined).replace(/\/+$/, "");
  return normal === ".." || normal.startsWith("../") || posix.isAbsolute(normal) ? undefined : normal;
}

async function kindOf(tree: Tree, path: string): Promise<"file" | "directory" | undefined> {
  const place = inRepository(tree, path);
  if (place === undefined) return undefined;
  const type = await tree.git(["cat-file", "-t", objectName(tree, place)]);
  if (!type.ok) return undefined;
  return textOf(type).trim() === "blob" ? "file" : "directory";
}

function objectName({ commit }: Tree, place: string): string {
  return `${commit}:${place === "." ? "" : place}`;
}

async function readPolicySet(tree: Tree, path: string): Promise<readonly HostFile[]> {
  const place = inRepository(tree, path);
  const kind = await kindOf(tree, path);
  if (place === undefined || kind === undefined) return [];
  if (kind === "file") return [hostFile(posix.basename(place), await blob(tree, place))];
  const listed = await tree.git(["ls-tree", "-r", "-z", "--full-tree", objectName(tree, place)]);
  const entries = textOf(listed)
    .split("\0")
    .flatMap((line) => entryOf(line))
    .filter(isPolicy)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const texts = await blobs(
    tree,
    entries.filter(({ mode }) => isRegular(mode)).map(({ id }) => id),
  );
  return entries.map((entry) => {
    if (isRegular(entry.mode)) return hostFile(entry.path, texts.get(entry.id));
    const reason = entry.mode === "120000" ? "it is a symbolic link" : "it is a submodule";
    return { path: entry.path, text: "", problem: { kind: "unreadable", reason } };
  });
}

interface Entry {
  readonly mode: string;
  readonly id: string;
  readonly path: string;
}

/** `100644 blob ID\tPATH` */
function entryOf(line: string): readonly Entry[] {
  const [, mode, id, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
  return mode === undefined || id === undefined || path === undefined ? [] : [{ mode, id, path }];
}

/** Which files belong to a policy set, as on a disk. A submodule may hold some: that it is not looked into, is not passed over. */
function isPolicy({ path, mode }: Entry): boolean {
  const isHidden = path.split("/").some((part) => part.startsWith(".") || part === "node_modules");
  return !isHidden && (path.endsWith(".pol") || mode === "160000");
}

function isRegular(mode: string): boolean {
  return mode.startsWith("100");
}

async function readBeside(tree: Tree, path: string, file: string): Promise<string | undefined> {
  const place = inRepository(tree, path);
  if (place === undefined) return undefined;
  const folder = (await kindOf(tree, path)) === "file" ? posix.dirname(place) : place;
  const beside = posix.normalize(posix.join(folder, file));
  if (beside.startsWith("..")) return undefined;
  const read = hostFile(file, await blob(tree, beside));
  return read.problem === undefined ? read.text : undefined;
}

function hostFile(path: string, bytes: Buffer | undefined): HostFile {
  if (bytes === undefined)
    return { path, text: "", problem: { kind: "unreadable", reason: "git does not have it" } };
  return decodeFile(path, bytes);
}

async function blob(tree: Tree, place: string): Promise<Buffer | undefined> {
  const read = await tree.git(["cat-file", "blob", objectName(tree, place)]);
  return read.ok ? read.output : undefined;
}

/** Many at once: a process for each would take longer than all else. */
async function blobs({ git }: Tree, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (ids.length === 0) return found;
  const { output } = await git(["cat-file", "--batch"], `${ids.join("\n")}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    // `ID blob SIZE`, the bytes, a line feed.
    const [id = "", , size = ""] = output.toString("latin1", at, end).split(" ");
    found.set(id, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return found;
}

interface Ran {
  readonly ok: boolean;
  /** Whether there is no git. */
  readonly missing: boolean;
  readonly output: Buffer;
}

function textOf({ output }: Ran): string {
  return output.toString("utf8");
}

type Git = (args: readonly string[], input?: string) => Promise<Ran>;

function gitIn(cwd: string): Git {
  return (args, input = "") =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const child = spawn("git", [...args], { cwd, stdio: ["pipe", "pipe", "ignore"] });
      const end = (ok: boolean, missing = false) => resolve({ ok, missing, output: Buffer.concat(chunks) });
      child.on("error", () => end(false, true));
      child.on("close", (code) => end(code === 0));
      child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
      // A git that ends early does not read on; how it ended says what there is to say.
      child.stdin.on("error", () => {});
      child.stdin.end(input);
    });
}
