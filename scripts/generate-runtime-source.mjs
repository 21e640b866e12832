/*
 * Writes src/codegen/runtime-source.gen.ts: the functions of src/runtime as plain JavaScript, which the code generator puts into
 * generated modules. Run it after every change there; a test tells when it was forgotten. `--check` writes nothing and exits 1 then.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { transform } from "esbuild";

const runtime = fileURLToPath(new URL("../src/runtime/", import.meta.url));
const target = fileURLToPath(new URL("../src/codegen/runtime-source.gen.ts", import.meta.url));

const text = await generate();
if (process.argv.includes("--check")) {
  process.exitCode = (await readFile(target, "utf8").catch(() => "")) === text ? 0 : 1;
} else {
  await writeFile(target, text);
}

async function generate() {
  const files = (await readdir(runtime)).filter((file) => file.endsWith(".ts") && file !== "index.ts").sort();
  const pieces = (await Promise.all(files.map(piecesOf))).flat();
  const names = new Set(pieces.map(({ name }) => name));
  if (names.size < pieces.length) throw new Error(`two of src/runtime have one name: ${duplicates(pieces)}`);
  const entries = pieces.map(({ name, code }) =>
    JSON.stringify({ name, code, uses: usesOf(code, name, names) }, undefined, 2),
  );
  return [
    "// Written by scripts/generate-runtime-source.mjs from src/runtime: do not edit.\n",
    "/** A function or constant of src/runtime as JavaScript, and the names of the others that it uses. */",
    "export interface RuntimePiece {",
    "  readonly name: string;",
    "  readonly code: string;",
    "  readonly uses: readonly string[];",
    "}\n",
    `export const runtimePieces: readonly RuntimePiece[] = [\n${entries.join(",\n")},\n];\n`,
    "/** The types of src/runtime/decision.ts, which every declaration file repeats. */",
    `export const decisionTypes = ${JSON.stringify(await typesFrom("decision.ts", "export type DecisionReason"))};\n`,
    "/** The types of src/runtime/secrets.ts, for the declaration files of policy sets with secrets. */",
    `export const secretTypes = ${JSON.stringify(await typesFrom("secrets.ts", "/** What may be shown of a value."))};\n`,
    "/** The types of src/relations/model.ts that say what relations there are, for the declaration files of policy sets with relations. */",
    `export const modelTypes = ${JSON.stringify(await typesFrom("../relations/model.ts", "/** What relations there are", "/** One fact"))};\n`,
  ].join("\n");
}

/** What a module gives, from its first type on; what it takes is typed by the policy set itself. */
async function typesFrom(file, first, after) {
  const source = await readFile(`${runtime}${file}`, "utf8");
  const start = source.indexOf(first);
  if (start < 0) throw new Error(`${file} does not have: ${first}`);
  return source.slice(start, after === undefined ? undefined : source.indexOf(after)).trim();
}

/** The top-level declarations of a file, without types. esbuild prints each from the start of a line to a line that ends it. */
async function piecesOf(file) {
  const source = await readFile(`${runtime}${file}`, "utf8");
  const { code } = await transform(source, { loader: "ts", target: "es2022", charset: "ascii" });
  const declarations = code
    .replace(/^import [^;]*;\n/gm, "")
    .replaceAll("void 0", "undefined")
    .replaceAll("/* @__PURE__ */ ", "");
  const pieces = [];
  for (const line of declarations.split("\n")) {
    const declaration = line.replace(/^export (?!\{)/, "");
    if (/^(?:function|const|let|class|async) /.test(declaration)) pieces.push([declaration]);
    else if (line !== "" || pieces.length > 0) pieces.at(-1).push(line);
  }
  return pieces.map((piece) => pieceOf(piece.join("\n").trim(), source));
}

function pieceOf(code, source) {
  const name = /^(?:function|const) ([A-Za-z_]\w*)/.exec(code)?.[1];
  if (name === undefined) throw new Error(`neither a function nor a constant: ${code}`);
  new vm.Script(code); // a piece that was cut in the wrong place does not parse
  return { name, code: documentationOf(name, source) + code };
}

/** The first sentence of a declaration's comment. */
function documentationOf(name, source) {
  const comment = new RegExp(
    `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*(?:export )?(?:function|const) ${name}\\b`,
  ).exec(source)?.[1];
  const words = comment
    ?.replace(/\n\s*\*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const sentence = words === undefined ? undefined : (/^.*?[.:](?= |$)/.exec(words)?.[0] ?? words);
  return sentence === undefined ? "" : `/** ${sentence.replace(/:$/, ".")} */\n`;
}

function usesOf(code, self, names) {
  const body = code.replace(/^\/\*\*.*\*\/\n/, "");
  // Neither words of texts nor names of properties; what is spread is neither.
  const words = new Set(
    body
      .replace(/"(?:[^"\\]|\\.)*"/g, '""')
      .replaceAll("...", " ")
      .match(/(?<![.\w])[A-Za-z_]\w*/g),
  );
  return [...names].filter((name) => name !== self && words.has(name)).sort();
}

function duplicates(pieces) {
  const names = pieces.map(({ name }) => name);
  return names.filter((name, index) => names.indexOf(name) !== index).join(", ");
}
