import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { Choices } from "../choices.js";
import { simplerRequests } from "./simpler-requests.js";

/**
 * An arbitrary of requests that shrinks by what a request is, and not by how it was made: so it shrinks whatever request there is, and to
 * the same whatever it was made from. `keeps` says of a request and a simpler one whether the simpler one will do.
 */
export function shrinkingArbitrary(
  generate: (choices: Choices) => JsonObject,
  keeps: (request: JsonObject, simpler: JsonObject) => boolean,
): fc.Arbitrary<JsonObject> {
  return new ShrinkingArbitrary(generate, keeps);
}

class ShrinkingArbitrary extends fc.Arbitrary<JsonObject> {
  constructor(
    private readonly makes: (choices: Choices) => JsonObject,
    private readonly keeps: (request: JsonObject, simpler: JsonObject) => boolean,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<JsonObject> {
    const request = this.makes({ int: (minimum, maximum) => random.nextInt(minimum, maximum) });
    return new fc.Value(request, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is JsonObject {
    return isJsonObject(value);
  }

  override shrink(request: JsonObject): fc.Stream<fc.Value<JsonObject>> {
    return fc
      .stream(simplerRequests(request))
      .filter((simpler) => this.keeps(request, simpler))
      .map((simpler) => new fc.Value(simpler, undefined));
  }
}
