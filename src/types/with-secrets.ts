import type { Field, Type } from "./type.js";

/**
 * The type, with what is secret in another type of the same values: a value does not cease to be secret where more, or less, is known of
 * it.
 *
 * @example
 * withSecrets({ kind: "String" }, { kind: "Url", secret: true }) // { kind: "String", secret: true }
 */
export function withSecrets(type: Type, other: Type): Type {
  const inner = withSecretsWithin(type, other);
  return other.secret && !inner.secret ? { ...inner, secret: true } : inner;
}

function withSecretsWithin(type: Type, other: Type): Type {
  if (type.kind === "List" && other.kind === "List") {
    const element = withSecrets(type.element, other.element);
    return element === type.element ? type : { ...type, element };
  }
  if (type.kind === "Map" && other.kind === "Map") {
    const value = withSecrets(type.value, other.value);
    return value === type.value ? type : { ...type, value };
  }
  if (type.kind === "Record" && other.kind === "Record") {
    const fields = [...type.fields.values()].map((field) =>
      fieldWithSecrets(field, other.fields.get(field.name)),
    );
    const isSame = fields.every((field) => field === type.fields.get(field.name));
    return isSame ? type : { ...type, fields: new Map(fields.map((field) => [field.name, field])) };
  }
  return type;
}

function fieldWithSecrets(field: Field, other: Field | undefined): Field {
  const type = other === undefined ? field.type : withSecrets(field.type, other.type);
  return type === field.type ? field : { ...field, type };
}
