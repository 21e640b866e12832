import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type JsonPlace, pointerTo } from "../../util/json-places.js";
import { spanAt } from "./span-at.js";
import type { Tool, ToolList } from "./tool-list.js";

/** The tags of `std.mcp` that a tool's annotations give it. */
export interface ToolTags {
  readonly tags: readonly string[];
  /** Whether the server says anything about what the tool does. */
  readonly isAnnotated: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const hints = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
} as const;

type Hint = keyof typeof hints;

const hintNames = Object.keys(hints) as readonly Hint[];

/**
 * A tool's annotations as tags, by the protocol's defaults, which expect the worst; of a server that is not believed, the defaults alone. `destructive` and `idempotent` mean something only of
 * a tool that is not read-only; one that says to be both read-only and destructive is taken to be destructive.
 */
export function toolTags(tool: Tool, list: ToolList, root: JsonPlace): ToolTags {
  const annotations = tool.annotations ?? {};
  const given = list.untrusted ? {} : annotations;
  const isGiven = (hint: Hint): boolean => typeof given[hint] === "boolean";
  const holds = (hint: Hint): boolean => (isGiven(hint) ? given[hint] === true : hints[hint]);
  const contradicts = given.readOnlyHint === true && given.destructiveHint === true;
  const isReadOnly = holds("readOnlyHint") && !contradicts;
  const tags = [
    isReadOnly && "read_only",
    !isReadOnly && holds("destructiveHint") && "destructive",
    !isReadOnly && holds("idempotentHint") && "idempotent",
    holds("openWorldHint") && "open_world",
  ].filter((tag) => tag !== false);
  const problems = list.untrusted ? [] : problemsOf(tool, contradicts);
  const diagnostics = problems.map(({ hint, message }) => {
    const span = spanAt(list.source, root, pointerTo(tool.pointer, "annotations", hint));
    return createDiagnostic("POL4017", span, `\`${list.server}.${tool.name}\`: ${message}`);
  });
  const isAnnotated = hintNames.some((hint) => typeof annotations[hint] === "boolean");
  return { tags, isAnnotated, diagnostics };
}

function problemsOf(tool: Tool, contradicts: boolean): readonly { hint: Hint; message: string }[] {
  const given = tool.annotations ?? {};
  const invalid = hintNames
    .filter((hint) => Object.hasOwn(given, hint) && typeof given[hint] !== "boolean")
    .map((hint) => ({
      hint,
      message: `\`${hint}\` is no Boolean: it counts as absent, which is \`${hints[hint]}\``,
    }));
  const contradiction = {
    hint: "destructiveHint" as const,
    message: "it says to be read-only and destructive: it is taken to be destructive",
  };
  return contradicts ? [...invalid, contradiction] : invalid;
}
