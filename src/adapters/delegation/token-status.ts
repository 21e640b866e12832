import type { CheckedClaims } from "./check-claims.js";
import type { TokenStatus } from "./options.js";
import { refuse } from "./refusal.js";

/**
 * What the issuer's status provider says of a token, in the time that it has. A provider that fails has said nothing: the policy then reads
 * `unknown`, and what that is worth is the policy's affair.
 */
export async function tokenStatus(token: string, { claims, options }: CheckedClaims): Promise<TokenStatus> {
  const { status: provider, statusTimeout = 2_000, inactive = "refused" } = options;
  if (provider === undefined) return "unknown";
  const signal = AbortSignal.timeout(statusTimeout);
  const late = new Promise<TokenStatus>((resolve) => {
    signal.addEventListener("abort", () => resolve("unknown"), { once: true });
  });
  const told = Promise.resolve()
    .then(() => provider(token, claims, signal))
    .catch((): TokenStatus => "unknown");
  const status = await Promise.race([told, late]);
  if (status === "inactive" && inactive === "refused")
    refuse("inactive", "the issuer says that the token holds no longer");
  return status === "active" || status === "inactive" ? status : "unknown";
}
