/** What an engine wrote itself, so that it sees it. */
export interface OwnWrites {
  /** A write begins; what it returns is called when it is over, with its token if it was made. */
  begin(): (token?: string) => void;
  /** What a read has to see. */
  readonly freshness: Freshness;
}

/** How fresh: as the server likes, as a token at least, or as all that was written before. */
export type Freshness =
  | { readonly kind: "any" }
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "full" };

/**
 * Remembers the token of the last write. Of writes that were under way at the same time nobody can say whose token is the later one: until the
 * next write by itself, reads see everything.
 */
export function createOwnWrites(): OwnWrites {
  let begun = 0;
  let ended = 0;
  let freshness: Freshness = { kind: "any" };
  return {
    get freshness() {
      return freshness;
    },
    begin: () => {
      const isFirst = begun === ended;
      const number = ++begun;
      return (token) => {
        ended += 1;
        const isAlone = isFirst && number === begun;
        if (token !== undefined) freshness = isAlone ? { kind: "token", token } : { kind: "full" };
      };
    },
  };
}
