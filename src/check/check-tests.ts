import { formatDuration } from "../runtime/time.js";
import type {
  EntityValue,
  Name,
  RecordValue,
  TestAction,
  TestContext,
  TestDeclaration,
  TestEntity,
  TestExpectation,
  TestItem,
  ValueNode,
} from "../syntax/ast.js";
import type { Field } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { checkTuple } from "./check-tuple.js";
import { type Checker, suggestion } from "./checker.js";
import { joinedName } from "./declarations.js";
import type { GivenTuple, PolicyTest, TestExpected } from "./typed-policy-set.js";

/** Every `test` block as a request and what is expected of it; blocks that make no request are reported and left out. */
export function checkTests(checker: Checker): readonly PolicyTest[] {
  return checker.declarations.tests.flatMap((test) => checkTest(checker, test) ?? []);
}

function checkTest(checker: Checker, test: TestDeclaration): PolicyTest | undefined {
  const expectation = test.items.find((item) => item.kind === "TestExpectation");
  const strict = !expectation?.by.some(
    (reference) => !reference.policy && reference.rule.text === "invalid_request",
  );
  const builder = createBuilder(strict);
  for (const item of test.items) addItem(checker, builder, item);
  if (!builder.members.has("subject")) complain(checker, test, "a test names its `subject`");
  if (!builder.members.has("action")) complain(checker, test, "a test names its `action`");
  if (!expectation) complain(checker, test, "a test says what it expects: `expect allow` or `expect deny`");
  const expected = expectation && checkExpectation(checker, expectation);
  const isComplete = builder.members.has("subject") && builder.members.has("action");
  if (builder.failed() || !isComplete || !expected) return undefined;
  return {
    name: test.name.value,
    request: Object.fromEntries(builder.members),
    expected,
    tuples: builder.tuples,
    span: test.span,
  };
}

function complain(checker: Checker, test: TestDeclaration, message: string): void {
  checker.report("POL2024", test.name.span, message);
}

/** A request under construction. */
interface Builder {
  readonly seen: Set<string>;
  readonly members: Map<string, unknown>;
  readonly tuples: GivenTuple[];
  /** Whether names that nothing declares are mistakes: everywhere but where the test wants an invalid request. */
  readonly strict: boolean;
  fail(): undefined;
  failed(): boolean;
}

function createBuilder(strict: boolean): Builder {
  let failed = false;
  return {
    seen: new Set(),
    members: new Map(),
    tuples: [],
    strict,
    fail() {
      failed = true;
    },
    failed: () => failed,
  };
}

function addItem(checker: Checker, builder: Builder, item: TestItem): void {
  switch (item.kind) {
    case "TestEntity":
      return addMember(checker, builder, item, item.role, testEntity(checker, builder, item));
    case "TestAction":
      return addMember(checker, builder, item, "action", testAction(checker, builder, item));
    case "TestContext":
      return addMember(checker, builder, item, "context", testContext(checker, builder, item));
    case "TestTuple":
      return addTuple(builder, checkTuple(checker, item));
    case "TestExpectation":
      return addMember(checker, builder, item, "expect", undefined);
    default:
      return assertNever(item);
  }
}

function addTuple(builder: Builder, tuple: GivenTuple | undefined): void {
  if (tuple === undefined) builder.fail();
  else builder.tuples.push(tuple);
}

function addMember(checker: Checker, builder: Builder, item: TestItem, name: string, value: unknown): void {
  if (builder.seen.has(name)) {
    checker.report("POL2024", item.span, `\`${name}\` stands twice in this test`);
    builder.fail();
  }
  builder.seen.add(name);
  if (name !== "expect") builder.members.set(name, value);
}

function testEntity(checker: Checker, builder: Builder, item: TestEntity): unknown {
  const value = resolveEntity(checker, builder, item.value);
  if (
    value &&
    item.role !== "resource" &&
    builder.strict &&
    !checker.schema.entities.get(value.type)?.principal
  ) {
    checker.report(
      "POL2024",
      item.value.span,
      `\`${value.type}\` is no principal and cannot be the ${item.role}`,
    );
    return builder.fail();
  }
  return value;
}

interface EntityJson {
  readonly type: string;
  readonly id?: string;
  readonly properties?: { readonly [name: string]: unknown };
  readonly ancestors?: readonly { readonly type: string; readonly id: string }[];
}

/** An entity of a test: a literal, or a fixture by name, whose record the test's own record overrides. */
function resolveEntity(checker: Checker, builder: Builder, value: EntityValue): EntityJson | undefined {
  const declared = checker.declarations.named.get(value.name.text);
  if (!value.parentheses) {
    checker.used.add(value.name.text);
    if (checker.cyclic.has(value.name.text)) return builder.fail();
    if (declared?.kind === "FixtureDeclaration" && declared.value.kind === "EntityValue") {
      const base = resolveEntity(checker, builder, declared.value);
      return base && overrideEntity(checker, builder, base, value);
    }
    return reportNoFixture(checker, builder, value.name, "an entity");
  }
  if (declared?.kind !== "EntityDeclaration") {
    if (!checker.declarations.brokenNames.has(value.name.text)) {
      checker.report(
        "POL2006",
        value.name.span,
        `there is no entity \`${value.name.text}\``,
        suggestion(value.name.text, checker.schema.entities.keys()),
      );
    }
    return builder.fail();
  }
  return overrideEntity(
    checker,
    builder,
    { type: value.name.text, ...(value.id && { id: value.id.value }) },
    value,
  );
}

function overrideEntity(
  checker: Checker,
  builder: Builder,
  base: EntityJson,
  value: EntityValue,
): EntityJson {
  const attributes = checker.schema.entities.get(base.type)?.attributes;
  const own =
    value.properties && recordJson(checker, builder, value.properties, attributes, `\`${base.type}\``);
  const ancestors = value.ancestors.map((ancestor) => ({ type: ancestor.type.text, id: ancestor.id.value }));
  for (const ancestor of value.ancestors) {
    if (!checker.schema.entities.has(ancestor.type.text)) {
      checker.report(
        "POL2006",
        ancestor.type.span,
        `there is no entity \`${ancestor.type.text}\``,
        suggestion(ancestor.type.text, checker.schema.entities.keys()),
      );
    }
  }
  return {
    ...base,
    ...((base.properties || own) && { properties: { ...base.properties, ...own } }),
    ancestors: [...(base.ancestors ?? []), ...ancestors],
  };
}

function reportNoFixture(checker: Checker, builder: Builder, name: Name, what: string): undefined {
  const { declarations } = checker;
  const fixtures = [...declarations.named.values()].filter(
    (declaration) => declaration.kind === "FixtureDeclaration",
  );
  if (!declarations.brokenNames.has(name.text)) {
    checker.report(
      "POL2024",
      name.span,
      `there is no fixture \`${name.text}\` that is ${what}`,
      suggestion(
        name.text,
        fixtures.map((fixture) => fixture.name.text),
      ),
    );
  }
  return builder.fail();
}

function testAction(checker: Checker, builder: Builder, item: TestAction): unknown {
  const name = joinedName(item.name);
  const action = checker.schema.actions.get(name);
  if (!action && builder.strict) {
    if (item.name.segments.every((segment) => checker.declarations.brokenNames.has(segment.text)))
      return builder.fail();
    checker.report(
      "POL2004",
      item.name.span,
      `there is no action \`${name}\``,
      suggestion(name, checker.schema.actions.keys()),
    );
    return builder.fail();
  }
  const known = action?.open ? undefined : action?.parameters;
  const properties = item.properties
    ? recordJson(checker, builder, item.properties, known, `\`${name}\``)
    : {};
  return { name, properties };
}

function testContext(checker: Checker, builder: Builder, item: TestContext): unknown {
  const own = item.properties
    ? recordJson(checker, builder, item.properties, checker.schema.context, "`context`")
    : {};
  if (!item.fixture) return own;
  const declared = checker.declarations.named.get(item.fixture.text);
  checker.used.add(item.fixture.text);
  if (checker.cyclic.has(item.fixture.text)) return builder.fail();
  if (declared?.kind !== "FixtureDeclaration" || declared.value.kind !== "RecordValue") {
    return reportNoFixture(checker, builder, item.fixture, "a record");
  }
  return { ...recordJson(checker, builder, declared.value, checker.schema.context, "`context`"), ...own };
}

function recordJson(
  checker: Checker,
  builder: Builder,
  record: RecordValue,
  fields: ReadonlyMap<string, Field> | undefined,
  owner: string,
): { readonly [name: string]: unknown } {
  const seen = new Set<string>();
  const entries = record.entries.map(({ name, value }): [string, unknown] => {
    if (seen.has(name.text))
      checker.report("POL2001", name.span, `\`${name.text}\` stands twice in this record`);
    seen.add(name.text);
    const field = fields?.get(name.text);
    if (fields && !field && builder.strict && !checker.declarations.brokenNames.has(name.text)) {
      checker.report(
        "POL2003",
        name.span,
        `${owner} has no \`${name.text}\``,
        suggestion(name.text, fields.keys()),
      );
      builder.fail();
    }
    return [name.text, valueJson(checker, builder, value, field)];
  });
  return Object.fromEntries(entries);
}

function valueJson(checker: Checker, builder: Builder, value: ValueNode, field: Field | undefined): unknown {
  switch (value.kind) {
    case "BooleanLiteral":
    case "StringLiteral":
    case "NumberLiteral":
      return value.value;
    case "DurationLiteral":
      return formatDuration(value.milliseconds);
    case "ListValue":
      return value.elements.map((element) => valueJson(checker, builder, element, undefined));
    case "RecordValue": {
      const type = field?.type;
      const fields = type?.kind === "Record" && !type.open ? type.fields : undefined;
      return recordJson(checker, builder, value, fields, `\`${field?.name ?? ""}\``);
    }
    case "EntityValue":
      return value.parentheses ? resolveEntity(checker, builder, value) : namedValue(checker, builder, value);
    default:
      return assertNever(value);
  }
}

/** A bare name as a value: a fixture (an entity or a record), a constant, or `null`. */
function namedValue(checker: Checker, builder: Builder, value: EntityValue): unknown {
  if (value.name.text === "null") return null;
  const declared = checker.declarations.named.get(value.name.text);
  checker.used.add(value.name.text);
  if (checker.cyclic.has(value.name.text)) return builder.fail();
  if (declared?.kind === "ConstantDeclaration") {
    return valueJson(checker, builder, declared.value, undefined);
  }
  if (declared?.kind === "FixtureDeclaration" && declared.value.kind === "RecordValue") {
    return recordJson(checker, builder, declared.value, undefined, "");
  }
  return resolveEntity(checker, builder, value);
}

function checkExpectation(checker: Checker, expectation: TestExpectation): TestExpected | undefined {
  const reasons = expectation.by.filter((reference) => !reference.policy);
  const rules = expectation.by.flatMap((reference) =>
    reference.policy ? [`${reference.policy.text}.${reference.rule.text}`] : [],
  );
  const [reason] = reasons;
  if (reason && expectation.by.length > 1) {
    checker.report("POL2024", reason.span, `\`${reason.rule.text}\` stands alone after \`by\``);
    return undefined;
  }
  const known = expectation.by.map(
    (reference) => !reference.policy || isRule(checker, reference.policy, reference.rule),
  );
  const obligations = expectation.obliging.map((name) => isObligation(checker, name));
  if (!known.every(Boolean) || !obligations.every(Boolean)) return undefined;
  return {
    decision: expectation.decision,
    rules: rules.length > 0 ? [...new Set(rules)].sort() : undefined,
    reason:
      reason?.rule.text === "invalid_request" || reason?.rule.text === "no_matching_rule"
        ? reason.rule.text
        : undefined,
    because: expectation.because?.value,
    obligations:
      expectation.obliging.length > 0
        ? [...new Set(expectation.obliging.map((name) => name.text))].sort()
        : undefined,
    span: expectation.span,
  };
}

function isRule(checker: Checker, policy: Name, rule: Name): boolean {
  const { policies, brokenNames } = checker.declarations;
  const owner = policies.find((candidate) => candidate.name.text === policy.text);
  const rules = owner?.rules.map((candidate) => candidate.name.text) ?? [];
  if (rules.includes(rule.text) || brokenNames.has(rule.text) || brokenNames.has(policy.text)) return true;
  const ids = policies.flatMap((candidate) =>
    candidate.rules.map((other) => `${candidate.name.text}.${other.name.text}`),
  );
  const id = `${policy.text}.${rule.text}`;
  checker.report(
    "POL2002",
    { ...policy.span, end: rule.span.end },
    `there is no rule \`${id}\``,
    suggestion(id, ids),
  );
  return false;
}

function isObligation(checker: Checker, name: Name): boolean {
  checker.used.add(`obligation ${name.text}`);
  if (checker.schema.obligations.has(name.text) || checker.declarations.brokenNames.has(name.text))
    return true;
  checker.report(
    "POL2002",
    name.span,
    `there is no obligation \`${name.text}\``,
    suggestion(name.text, checker.schema.obligations.keys()),
  );
  return false;
}
