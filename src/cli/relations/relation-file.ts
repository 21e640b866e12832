import { resolve } from "node:path";
import { openFile } from "../open-file.js";
import { readRelations } from "./read-relations.js";
import type { RelationOrigin } from "./relation-source.js";

/** A file of tuples, or a snapshot, as what answers come from: it is read into a store in memory. */
export function relationFile(path: string): RelationOrigin {
  return {
    name: `\`${path}\``,
    file: resolve(path),
    open: async (model) => {
      const read = await readRelations({ openFile }, path, model);
      if (read.ok) return read.store;
      throw new Error(read.problem);
    },
  };
}
