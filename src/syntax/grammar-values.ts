import type {
  DottedName,
  EntityLiteral,
  EntityValue,
  ListValue,
  Name as NameNode,
  RecordValue,
  ValueNode,
} from "./ast.js";
import { RelationGrammar } from "./grammar-relations.js";
import {
  AttributeWord,
  BooleanWord,
  DottedStart,
  mark,
  Name,
  StringToken,
  type Token,
  word,
} from "./tokens.js";

type Entry = RecordValue["entries"][number];

/** §8 of the grammar: values in constants, fixtures and tests; dotted names. */
export abstract class ValueGrammar extends RelationGrammar {
  readonly dotted = this.RULE("dotted", (): DottedName => {
    this.failAtNextPart("a name");
    const start = this.CONSUME(DottedStart);
    const segments: NameNode[] = [this.nameOf(start)];
    this.MANY(() => {
      this.CONSUME(mark["."]);
      segments.push(this.nameOf(this.CONSUME(AttributeWord)));
    });
    return this.dottedOf(start, segments);
  });

  readonly value = this.RULE("value", (): ValueNode => {
    this.enter();
    const value = this.OR<ValueNode>({
      DEF: [
        { ALT: () => this.booleanOf(this.CONSUME(BooleanWord)) },
        { ALT: () => this.stringOf(this.CONSUME(StringToken)) },
        { ALT: () => this.SUBRULE(this.signed) },
        { ALT: () => this.SUBRULE(this.listValue) },
        { ALT: () => this.SUBRULE(this.record) },
        { ALT: () => this.SUBRULE(this.entityValue) },
      ],
      ERR_MSG: "a value",
    });
    this.leave();
    return value;
  });

  readonly listValue = this.RULE("listValue", (): ListValue => {
    const start = this.LA(1);
    const elements = this.bracketList(mark["["], mark["]"], () => this.SUBRULE(this.value));
    return { kind: "ListValue", span: this.spanFrom(start), elements };
  });

  readonly record = this.RULE("record", (): RecordValue => {
    const start = this.CONSUME(mark["{"]);
    const entries: Entry[] = [];
    const atEntry = () => this.at(AttributeWord) && this.at(mark[":"], 2);
    const read = () => {
      this.MANY(() => {
        const entry = this.part(() => this.SUBRULE(this.entry), this.inBlock(atEntry));
        if (entry !== undefined) entries.push(entry);
        this.OPTION(() => this.CONSUME(mark[","]));
      });
    };
    this.items(start, { read, expected: "an attribute or `}`", resumes: atEntry, absorbs: false });
    return { kind: "RecordValue", span: this.spanFrom(start), entries };
  });

  readonly entry = this.RULE("entry", (): Entry => {
    const name = this.nameOf(this.CONSUME(AttributeWord));
    this.CONSUME(mark[":"], { ERR_MSG: "`:` and a value" });
    return { name, value: this.SUBRULE(this.value) };
  });

  readonly entityValue = this.RULE("entityValue", (): EntityValue => {
    this.failAtNextPart("a value");
    const start = this.CONSUME(Name, { ERR_MSG: "an entity or a fixture" });
    const ancestors: EntityLiteral[] = [];
    let id: Token | undefined;
    const parentheses = this.OPTION(() => {
      this.CONSUME(mark["("]);
      id = this.OPTION2(() => this.CONSUME(StringToken));
      this.CONSUME(mark[")"]);
      this.MANY({
        GATE: this.notField,
        DEF: () => {
          this.CONSUME(word.in);
          ancestors.push(this.SUBRULE(this.entityLiteral));
        },
      });
      return true;
    });
    const properties = this.OPTION3(() => this.SUBRULE(this.record));
    return {
      kind: "EntityValue",
      span: this.spanFrom(start),
      name: this.nameOf(start),
      parentheses: parentheses === true,
      ...(id !== undefined && { id: this.stringOf(id) }),
      ancestors,
      ...(properties !== undefined && { properties }),
    };
  });

  readonly entityLiteral = this.RULE("entityLiteral", (): EntityLiteral => {
    this.failAtNextPart('an entity such as `Team("sales")`');
    const start = this.CONSUME(Name, { ERR_MSG: 'an entity such as `Team("sales")`' });
    this.CONSUME(mark["("]);
    const id = this.stringOf(this.CONSUME(StringToken));
    this.CONSUME(mark[")"]);
    return { kind: "EntityLiteral", span: this.spanFrom(start), type: this.nameOf(start), id };
  });
}
