/**
 * `polc/authzen`: a decision point of the OpenID AuthZEN Authorization API 1.0, as a handler of HTTP requests.
 */
export type { Answer, AnswerContext } from "./authzen/answer.js";
export { type ApiKey, apiKeys, readApiKeys } from "./authzen/api-keys.js";
export type { Authenticated, Authenticator } from "./authzen/authenticator.js";
export { type AuthzenHandler, type AuthzenOptions, createAuthzen } from "./authzen/create-authzen.js";
export {
  type EntityDirectory,
  type KnownEntity,
  type Party,
  readEntityDirectory,
} from "./authzen/entity-directory.js";
export {
  type EntitySource,
  fixedEntities,
  type OpenEntitiesOptions,
  openEntities,
} from "./authzen/entity-source.js";
export type { Answers } from "./authzen/evaluate-all.js";
export { type JwtBearerOptions, jwtBearer } from "./authzen/jwt-bearer.js";
export type { SearchAnswer } from "./authzen/search.js";
