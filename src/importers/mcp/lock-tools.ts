import type { SourceFile } from "../../source/source-file.js";
import { type ImportSource, type LockedImport, textDigest } from "../lock-file.js";
import { toolDigest, toolPartDigests } from "./tool-digest.js";
import type { ToolList } from "./tool-list.js";

/** What the lock file remembers of a list of tools, the file that it became, and where it is from. */
export function lockTools(
  { server, serverInfo, tools, untrusted }: ToolList,
  file: SourceFile,
  source: ImportSource,
): LockedImport {
  return {
    file: file.path,
    digest: textDigest(file.text),
    server,
    ...(serverInfo && { serverInfo }),
    source,
    ...(untrusted && { untrusted }),
    tools: tools.map(({ name, definition }) => ({
      action: `${server}.${name}`,
      tool: name,
      digest: toolDigest(definition),
      parts: toolPartDigests(definition),
    })),
  };
}
