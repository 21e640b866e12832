import type { SourceFile } from "../../src/source/source-file.js";
import type { GeneratedSetSize } from "../../src/testing/generated-set.js";

const perFile = 1_000;

/** Rules of one shape: who may call which tool on which table. */
export function generateGrants({ rules, actions }: GeneratedSetSize): readonly SourceFile[] {
  const nameOf = (action: number) => `server${action % 20}.tool_${action}`;
  const declared = Array.from(
    { length: actions },
    (_, action) => `action ${nameOf(action)}(table: String) on Thing\n`,
  );
  const schema = `principal User in Team { team: String }\nentity Team\nentity Thing { owner: User }\n${declared.join("")}`;
  const files = Array.from({ length: Math.ceil(rules / perFile) }, (_, file) => {
    const texts = Array.from({ length: Math.min(perFile, rules - file * perFile) }, (__, index) => {
      const rule = file * perFile + index;
      return `  rule grant_${rule}\n    allow User to ${nameOf(rule % actions)} on Thing\n    when args.table like "t${rule}_*"\n`;
    });
    return { path: `grants/${file}.pol`, text: `policy grants_${file} {\n${texts.join("\n")}}\n` };
  });
  return [{ path: "schema.pol", text: schema }, ...files];
}
