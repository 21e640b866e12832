/** A text with its variables filled in, or the one that is not set. */
export type Expanded =
  | { readonly text: string; readonly unset?: undefined }
  | { readonly text?: undefined; readonly unset: string };

/** Fills in `$NAME` and `${NAME}` from the environment: so a secret is in no file and in no list of processes. */
export function expandVariables(
  template: string,
  env: Readonly<Record<string, string | undefined>>,
): Expanded {
  const unset = [...template.matchAll(variable)].map(nameOf).find((name) => !env[name]);
  if (unset !== undefined) return { unset };
  return { text: template.replace(variable, (...match) => env[nameOf(match)] ?? "") };
}

const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

function nameOf(match: readonly unknown[]): string {
  return String(match[1] ?? match[2]);
}
