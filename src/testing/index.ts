/*
 * `polc/testing`: requests to test a policy set with, made from its schema and from the constants of its rules. Needs fast-check,
 * which the importing project installs.
 */
export { hostileRequestArbitrary } from "./hostile-request-arbitrary.js";
export { requestArbitrary } from "./request-arbitrary.js";
