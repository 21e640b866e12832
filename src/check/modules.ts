import type { File, UseDeclaration } from "../syntax/ast.js";
import { suggestion } from "./checker.js";
import { joinedName } from "./declarations.js";
import { libraryFile, libraryModules } from "./library.js";
import type { Report } from "./reporter.js";
import { stdlib } from "./stdlib.gen.js";

export interface LoadedModules {
  readonly files: readonly File[];
  /** Where a module is misspelt: names that it may have been meant to bring. */
  readonly missingNames: ReadonlySet<string>;
}

/** The modules that files bring in with `use`, and those that they bring in, each once. */
export function loadModules(files: readonly File[], report: Report): LoadedModules {
  const missingNames = new Set<string>();
  const loaded = new Map<string, File>();
  const pending = files.flatMap(usesOf);
  for (const use of pending) {
    const name = joinedName(use.module);
    if (loaded.has(name)) continue;
    const file = libraryFile(name);
    if (file === undefined) {
      report("POL2007", use.module.span, `there is no module \`${name}\``, suggestion(name, libraryModules));
      for (const module of Object.values(stdlib)) for (const word of wordsOf(module)) missingNames.add(word);
      continue;
    }
    loaded.set(name, file);
    pending.push(...usesOf(file));
  }
  return { files: [...loaded.values()], missingNames };
}

/** The words of a module's text but its comments: the names that it declares are among them. */
function wordsOf(text: string): readonly string[] {
  return text.replace(/\/\/[^\n]*/g, "").match(/[A-Za-z_]\w*/g) ?? [];
}

function usesOf(file: File): UseDeclaration[] {
  return file.declarations.filter((declaration) => declaration.kind === "UseDeclaration");
}
