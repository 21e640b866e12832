import type { EmittedModule } from "../../codegen/emit-module.js";

/** The text of `module` with its source map in it, so that the map of the bundle leads to the policies. */
export function moduleContents({ code, sourceMap }: EmittedModule): string {
  const end = code.lastIndexOf("//# sourceMappingURL=");
  const map = Buffer.from(sourceMap).toString("base64");
  return `${code.slice(0, end)}//# sourceMappingURL=data:application/json;base64,${map}\n`;
}
