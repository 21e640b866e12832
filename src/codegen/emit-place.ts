import { type Code, js } from "./code.js";

/** The place of a text among those that {@link placeTexts} has placed: by its last character, its length and the factor, by the mask. */
export function emitPlace(text: Code, factor: Code, mask: Code): Code {
  const last = js`${text}.charCodeAt(${text}.length - 1)`;
  if (factor.text === "0") return js`${last} & ${mask}`;
  const lengths = factor.text === "1" ? js`${text}.length` : js`${factor} * ${text}.length`;
  return js`(${last} + ${lengths}) & ${mask}`;
}
