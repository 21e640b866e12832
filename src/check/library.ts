import { libraryFolder } from "../source/file-names.js";
import type { Declaration, File } from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import { invariant } from "../util/invariant.js";
import { lazy } from "../util/lazy.js";
import { isNamed } from "./declarations.js";
import { stdlib } from "./stdlib.gen.js";

/** The names of the modules of the standard library, in their order. */
export const libraryModules: readonly string[] = Object.keys(stdlib);

const parsed = new Map<string, File>();

/** A module of the standard library; undefined where there is none of that name. Its text never changes: every policy set has the same tree. */
export function libraryFile(module: string): File | undefined {
  const text = Object.hasOwn(stdlib, module) ? stdlib[module] : undefined;
  if (text === undefined) return undefined;
  const known = parsed.get(module);
  if (known !== undefined) return known;
  const { file, diagnostics } = parse({ path: `${libraryFolder}${module}`, text });
  invariant(diagnostics.length === 0, `the module ${module} does not parse`);
  parsed.set(module, file);
  return file;
}

/** The name spaces (language.md §2) of what modules declare: the largest one, tags, obligations, and attributes of the context. */
export type LibrarySpace = "named" | "tag" | "obligation" | "context";

/** Which module to use, as help, where one declares a name. Only where nothing in use has it. */
export function libraryHelp(space: LibrarySpace, name: string): { help?: string } {
  const module = modulesByName().get(inSpace(space, name));
  return module === undefined ? {} : { help: `the standard library has it: \`use ${module}\`` };
}

/** The first module that declares each name, by name space and name. */
const modulesByName = lazy((): ReadonlyMap<string, string> => {
  const modules = new Map<string, string>();
  for (const module of libraryModules)
    for (const declaration of libraryFile(module)?.declarations ?? [])
      for (const name of declaredNames(declaration)) if (!modules.has(name)) modules.set(name, module);
  return modules;
});

function declaredNames(declaration: Declaration): readonly string[] {
  if (isNamed(declaration)) return [inSpace("named", declaration.name.text)];
  switch (declaration.kind) {
    case "TagDeclaration":
      return declaration.names.map(({ text }) => inSpace("tag", text));
    case "ObligationDeclaration":
      return [inSpace("obligation", declaration.name.text)];
    case "ContextDeclaration":
      return declaration.fields.map(({ name }) => inSpace("context", name.text));
    default:
      return [];
  }
}

function inSpace(space: LibrarySpace, name: string): string {
  return `${space} ${name}`;
}
