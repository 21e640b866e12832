/*
 * Strong Kleene logic, for the rules that can err: an outcome is true, false, or null for an error. What cannot err uses the
 * host's own operators.
 */

/** True, false, or an error. */
export type Outcome = boolean | null;

/** `and`, where the left operand is not false. */
export function both(left: true | null, right: Outcome): Outcome {
  return right === true ? left : right;
}

/** `or`, where the left operand is not true. */
export function either(left: false | null, right: Outcome): Outcome {
  return right === false ? left : right;
}

/** `not` */
export function negated(outcome: Outcome): Outcome {
  return outcome === null ? null : !outcome;
}

/** `any`: true where the test is true of one element, else an error where it is one. */
export function anyOf<T>(elements: Iterable<T>, test: (element: T) => Outcome): Outcome {
  let result: Outcome = false;
  for (const element of elements) {
    const outcome = test(element);
    if (outcome === true) return true;
    if (outcome === null) result = null;
  }
  return result;
}

/** `all`: false where the test is false of one element, else an error where it is one. */
export function allOf<T>(elements: Iterable<T>, test: (element: T) => Outcome): Outcome {
  let result: Outcome = true;
  for (const element of elements) {
    const outcome = test(element);
    if (outcome === false) return false;
    if (outcome === null) result = null;
  }
  return result;
}

/** A sum; null for an error, which a result beyond the safe integers is. Adding 0 makes -0 a 0. */
export function add(left: number | null, right: number | null): number | null {
  const sum = (left ?? Number.NaN) + (right ?? Number.NaN);
  return Number.isSafeInteger(sum) ? sum + 0 : null;
}

/** A difference; null for an error. */
export function subtract(left: number | null, right: number | null): number | null {
  const difference = (left ?? Number.NaN) - (right ?? Number.NaN);
  return Number.isSafeInteger(difference) ? difference + 0 : null;
}

/** A product; null for an error. */
export function multiply(left: number | null, right: number | null): number | null {
  const product = (left ?? Number.NaN) * (right ?? Number.NaN);
  return Number.isSafeInteger(product) ? product + 0 : null;
}
