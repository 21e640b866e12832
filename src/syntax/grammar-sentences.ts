import { replacing } from "../diagnostics/fix.js";
import type {
  ActingAlone,
  ActingFor,
  ActionReference,
  AnyoneReference,
  Clause,
  Effect as EffectName,
  EntityLiteral,
  EntityReference,
  NamedActionReference,
  Name as NameNode,
  PrincipalReference,
  Sentence,
  StringLiteral,
} from "./ast.js";
import { declarationSuccessors } from "./declaration-starts.js";
import { describeToken } from "./explain-failure.js";
import type { Resumption } from "./grammar-recovery.js";
import { ValueGrammar } from "./grammar-values.js";
import {
  ActionStart,
  AttributeWord,
  ClauseWord,
  Effect,
  Identifier,
  mark,
  Name,
  StringToken,
  type Token,
  TypeName,
  word,
} from "./tokens.js";

/** Effects of other languages, and what they are in Pol. */
export const foreignEffects: ReadonlyMap<string, EffectName> = new Map([
  ["permit", "allow"],
  ["forbid", "deny"],
]);

/** What a sentence is about, without its clauses. */
type Scope = Pick<Sentence, "effect" | "principals" | "actions" | "resources">;

/** Stands for a scope with an error, in a sentence that will be dropped. */
const unreadScope: Scope = { effect: "deny", principals: [], actions: [], resources: [] };

/** What is meant by a word where a rule's effect stands: much that waits is a deny with a way out. */
function helpForEffect(word: string): string {
  return approvalWords.has(word)
    ? "what waits for somebody is denied until then: `deny … unless approval(…)`"
    : "a rule begins with its effect";
}

const approvalWords: ReadonlySet<string> = new Set([
  "hold",
  "require",
  "ask",
  "confirm",
  "approve",
  "escalate",
]);

/** §6 of the grammar: what rules and assertions share. */
export abstract class SentenceGrammar extends ValueGrammar {
  readonly sentence = this.RULE("sentence", (): Sentence => {
    const start = this.LA(1);
    const scope = this.part(() => this.SUBRULE(this.scope), this.atNextClause) ?? unreadScope;
    const clauses: Clause[] = [];
    do {
      this.MANY(() => {
        const clause = this.part(() => this.SUBRULE(this.clause), this.atNextClause);
        if (clause !== undefined) clauses.push(clause);
      });
    } while (this.skipToClause());
    return { kind: "Sentence", span: this.spanFrom(start), ...scope, clauses };
  });

  /** Reports what cannot go on a clause, and skips it; tells whether another clause follows. */
  private skipToClause(): boolean {
    if (this.RECORDING_PHASE || this.atClause() || this.atEnd() || this.atSentenceEnd()) return false;
    this.part(() => this.failExpecting("an operator, the next clause or the next rule"), this.atNextClause);
    return this.at(ClauseWord);
  }

  /** A declaration's keyword ends a sentence wherever it stands: an assertion may be followed by one on its line. */
  private atSentenceEnd(): boolean {
    const { tokenType } = this.LA(1);
    return tokenType === word.rule || tokenType === mark["}"] || declarationSuccessors.has(tokenType);
  }

  readonly scope = this.RULE("scope", (): Scope => {
    const effect = this.SUBRULE(this.effect);
    const principals = this.SUBRULE(this.principals);
    this.toWord();
    const actions = this.SUBRULE(this.actions);
    const resources = this.OPTION(() => this.SUBRULE(this.resources)) ?? [];
    return { effect, principals, actions, resources };
  });

  protected readonly atNextClause: Resumption = (open) =>
    (open.braces <= 0 && this.atLineStart() && this.atClause()) || (open.braces <= 0 && this.atRuleEnd());

  readonly effect = this.RULE(
    "effect",
    (): EffectName =>
      this.OR<EffectName>({
        DEF: [
          { ALT: () => effectNamed(this.CONSUME(Effect)) },
          { ALT: () => this.foreignEffect(this.CONSUME(Identifier)) },
        ],
        ERR_MSG: "`allow`, `deny` or `oblige`",
      }),
  );

  private foreignEffect(token: Token): EffectName {
    const effect = foreignEffects.get(token.image);
    const message = `expected \`allow\`, \`deny\` or \`oblige\`, found \`${token.image}\``;
    this.reportAt("incomplete-rule", token, message, {
      help: effect === undefined ? helpForEffect(token.image) : `Pol says \`${effect}\``,
      ...(effect !== undefined && {
        fix: replacing(this.spanOf(token), effect, `write \`${effect}\``),
      }),
    });
    if (effect === undefined && !this.RECORDING_PHASE) this.abandon();
    return effect ?? "allow";
  }

  readonly principals = this.RULE("principals", (): readonly PrincipalReference[] =>
    this.commaList(() => this.SUBRULE(this.principal)),
  );

  readonly principal = this.RULE(
    "principal",
    (): PrincipalReference =>
      this.OR<PrincipalReference>({
        DEF: [
          { ALT: () => this.anyoneOf(this.CONSUME(word.anyone)) },
          {
            ALT: () => {
              const reference = this.SUBRULE(this.entityReference);
              const acting = this.OPTION(() => this.SUBRULE(this.acting));
              if (acting === undefined) return reference;
              return { ...reference, span: this.spanTo(reference), acting };
            },
          },
        ],
        ERR_MSG: "a principal",
      }),
  );

  private anyoneOf(token: Token): AnyoneReference {
    return { kind: "AnyoneReference", span: this.spanOf(token) };
  }

  readonly acting = this.RULE("acting", (): ActingAlone | ActingFor => {
    const start = this.CONSUME(word.acting);
    return this.OR<ActingAlone | ActingFor>({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.for);
            const subject = this.nameOf(this.CONSUME(Name, { ERR_MSG: "a type" }));
            return { kind: "ActingFor", span: this.spanFrom(start), subject };
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.alone);
            return { kind: "ActingAlone", span: this.spanFrom(start) };
          },
        },
      ],
      ERR_MSG: "`for` or `alone`",
    });
  });

  readonly entityReference = this.RULE("entityReference", (): EntityReference => {
    this.failAtNextPart("a type");
    const start = this.CONSUME(TypeName, { ERR_MSG: "a type" });
    let id: StringLiteral | undefined;
    let group: EntityLiteral | undefined;
    this.OPTION(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(mark["("]);
            id = this.stringOf(this.CONSUME(StringToken));
            this.CONSUME(mark[")"]);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.in);
            group = this.SUBRULE(this.entityLiteral);
          },
        },
      ]);
    });
    return {
      kind: "EntityReference",
      span: this.spanFrom(start),
      type: this.nameOf(start),
      ...(id !== undefined && { id }),
      ...(group !== undefined && { group }),
    };
  });

  /** `to`; a missing or misspelt one is reported and assumed where an action follows. */
  private toWord(): void {
    if (this.RECORDING_PHASE || this.at(word.to)) {
      this.consume(0, word.to);
      return;
    }
    this.reportMissingTo();
    if (this.at(word.or) || this.at(word.and)) this.abandon();
    if (this.at(Identifier, 2)) this.SKIP_TOKEN();
    if (this.LA(0).tokenType === word.anyone || !this.at(ActionStart) || this.atClause() || this.atRuleEnd())
      this.abandon();
  }

  private reportMissingTo(): void {
    const found = this.LA(1);
    const onAnyone = this.LA(0).tokenType === word.anyone;
    const joined = found.tokenType === word.or || found.tokenType === word.and;
    const help = onAnyone
      ? "`anyone` stands by itself: every principal in every role"
      : joined
        ? "several principals are separated by commas"
        : "a rule reads: `allow PRINCIPALS to ACTIONS on RESOURCES`";
    const between = { ...this.spanOf(found), start: this.spanOf(this.LA(0)).end };
    this.reportAt("incomplete-rule", found, `expected \`to\` and an action, found ${describeToken(found)}`, {
      help,
      ...(joined && !onAnyone && this.atPrincipal(2) && { fix: replacing(between, ",", "write a comma") }),
    });
  }

  /** Whether a principal stands at the distance rather than an action, whose name may look the same. */
  private atPrincipal(distance: number): boolean {
    const follows = [word.to, word.acting, word.in, word.or, word.and, mark[","], mark["("]];
    return this.at(TypeName, distance) && follows.some((type) => this.at(type, distance + 1));
  }

  readonly actions = this.RULE("actions", (): readonly ActionReference[] =>
    this.OR<readonly ActionReference[]>({
      DEF: [
        {
          ALT: () => {
            const token = this.CONSUME(word.anything);
            return [{ kind: "AnythingReference", span: this.spanOf(token) }];
          },
        },
        { ALT: () => this.commaList(() => this.SUBRULE(this.actionReference)) },
      ],
      ERR_MSG: "an action",
    }),
  );

  readonly actionReference = this.RULE("actionReference", (): NamedActionReference => {
    this.failAtNextPart("an action");
    const start = this.CONSUME(ActionStart, { ERR_MSG: "an action" });
    const segments: NameNode[] = [this.nameOf(start)];
    let wildcard = false;
    this.MANY({
      GATE: () => !wildcard,
      DEF: () => {
        this.CONSUME(mark["."]);
        this.OR({
          DEF: [
            { ALT: () => segments.push(this.nameOf(this.CONSUME(AttributeWord))) },
            {
              ALT: () => {
                this.CONSUME(mark["*"]);
                wildcard = true;
              },
            },
          ],
          ERR_MSG: "a name or `*`",
        });
      },
    });
    return { kind: "NamedActionReference", span: this.spanFrom(start), segments, wildcard };
  });

  readonly resources = this.RULE("resources", (): readonly EntityReference[] => {
    this.CONSUME(word.on);
    return this.commaList(() => this.SUBRULE(this.entityReference));
  });

  readonly clause = this.RULE("clause", (): Clause => {
    const start = this.CONSUME(ClauseWord);
    const condition = this.SUBRULE(this.expression);
    const keyword = start.image === "when" ? "when" : "unless";
    return { kind: "Clause", span: this.spanFrom(start), keyword, condition };
  });

  /** Whether a clause begins here; its word may be a name as well, so only where nothing else can go on. */
  protected atClause(): boolean {
    return this.at(ClauseWord) || this.at(word.because) || this.at(word.with);
  }

  protected atClauseEnd(): boolean {
    return (this.atLineStart() && this.atClause()) || this.atRuleEnd();
  }

  protected atRuleEnd(): boolean {
    return this.at(mark["}"]) || this.atDeclaration() || (this.at(word.rule) && this.at(Name, 2));
  }
}

function effectNamed(token: Token): EffectName {
  if (token.image === "deny" || token.image === "oblige") return token.image;
  return "allow";
}
