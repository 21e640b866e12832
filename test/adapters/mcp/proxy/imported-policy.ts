import {
  createDecisionPoint,
  type DecisionPoint,
  fixedPolicy,
  readDecisionModule,
} from "../../../../src/adapters/enforcement.js";
import { compile } from "../../../../src/compiler.js";
import { lockFileName, printLockFile } from "../../../../src/importers/lock-file.js";
import { importTools } from "../../../../src/importers/mcp/import-tools.js";
import { lockTools } from "../../../../src/importers/mcp/lock-tools.js";
import { readToolList } from "../../../../src/importers/mcp/read-tool-list.js";
import { loadModule } from "../../../../src/testing/load-module.js";

/** Where calls of a server are decided whose answer to `tools/list` is imported as `name`, by `rules` about it. */
export function importedPolicy(tools: unknown, name: string, rules: string): DecisionPoint {
  const text = { path: `${name}.json`, text: JSON.stringify(tools) };
  const { list } = readToolList(text, name);
  const imported = importTools(list === undefined ? [] : [list]);
  const [file] = imported.files;
  if (list === undefined || file === undefined) throw new Error(`${name} lists no tools`);
  const lock = printLockFile({ imports: [lockTools(list, file, { kind: "file", path: text.path })] });
  const { module, diagnostics } = compile([...imported.files, { path: "rules.pol", text: rules }], {
    lock: { path: lockFileName, text: lock },
  });
  if (module === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return createDecisionPoint({ policy: fixedPolicy(readDecisionModule(loadModule(module.code))) });
}
