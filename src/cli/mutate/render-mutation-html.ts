import type { MutationContext } from "./mutation-context.js";
import { renderMutationText } from "./render-mutation-text.js";

export function renderMutationHtml(context: MutationContext): string {
  return renderMutationText(context);
}
