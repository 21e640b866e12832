/*
 * `polc/http`: an enforcement point for a service of one's own, whatever serves its HTTP. From an `Authorization` header to a
 * caller, from a call to a permission or to what the answer is instead.
 */
export {
  type Authenticated,
  createHttpGuard,
  type HttpCall,
  type HttpGuard,
  type HttpGuardOptions,
  type Permission,
} from "./http/create-http-guard.js";
export { type HttpRefusal, type ProblemDetails, type RefusedCode, refusalResponse } from "./http/refusal.js";
