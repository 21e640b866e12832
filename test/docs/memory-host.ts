import type { CliHost, Output } from "../../src/cli/cli-host.js";

/** A host whose files are in memory, and whose streams are one, as on a terminal. */
export interface MemoryHost extends CliHost {
  readonly files: Map<string, string>;
  printed(): string;
  clear(): void;
}

/** A host with `files`. */
export function memoryHost(files: Map<string, string>): MemoryHost {
  let printed = "";
  const output: Output = {
    write: (text) => {
      printed += text;
    },
    drained: async () => {},
    isTerminal: false,
  };
  const below = (root: string) => [...files].filter(([path]) => path.startsWith(`${root}/`)).sort();
  return {
    files,
    printed: () => printed,
    clear: () => {
      printed = "";
    },
    stdout: output,
    stderr: output,
    env: { NO_COLOR: "1" },
    readPolicySet: async (root) =>
      below(root).map(([path, text]) => ({ path: path.slice(root.length + 1), text })),
    readBeside: async (root, path) => files.get(`${root}/${path}`),
    kindOf: async (path) => (files.has(path) ? "file" : below(path).length > 0 ? "directory" : undefined),
    openFile: async (path) => chunksOf(files.get(path)),
    writeFiles: async (written) => {
      for (const { path, text } of written) files.set(path, text);
      return undefined;
    },
    readPackageFile: async () => undefined,
  };
}

function chunksOf(text: string | undefined): AsyncIterable<Uint8Array> | undefined {
  if (text === undefined) return undefined;
  return (async function* () {
    yield new TextEncoder().encode(text);
  })();
}
