import type {
  AssertDeclaration,
  ObligationCall,
  PolicyDeclaration,
  RuleDeclaration,
  StringLiteral,
} from "./ast.js";
import type { Resumption } from "./grammar-recovery.js";
import { foreignEffects, SentenceGrammar } from "./grammar-sentences.js";
import { movingClause } from "./moving-clause.js";
import { AttributeWord, Effect, mark, Name, StringToken, type Token, word } from "./tokens.js";

/** §6 of the grammar: policies, rules, assertions. */
export abstract class RuleGrammar extends SentenceGrammar {
  readonly policy = this.RULE("policy", (): PolicyDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.policy);
    const name = this.nameOf(this.CONSUME(Name));
    const open = this.CONSUME(mark["{"]);
    const rules: RuleDeclaration[] = [];
    const readRules = () => {
      this.MANY(() => {
        const rule = this.unit(() => this.SUBRULE(this.rule), this.inBlock(this.atRule));
        if (rule !== undefined) rules.push(rule);
      });
    };
    this.items(open, {
      read: readRules,
      expected: "`rule` or `}`",
      resumes: this.atRule,
      absorbs: true,
      reportJunk: () => this.reportNoRule(),
    });
    return { kind: "PolicyDeclaration", span: this.spanFrom(start), documentation, name, rules };
  });

  private reportNoRule(): void {
    const found = this.LA(1);
    const effect = this.at(Effect) || foreignEffects.has(found.image);
    if (effect) {
      const help = "every rule has a name: `rule NAME allow …`";
      this.reportAt("incomplete-rule", found, `expected \`rule\` and a name, found \`${found.image}\``, {
        help,
      });
    } else if (this.atClause()) {
      this.reportAt("misplaced-clause", found, `found \`${found.image}\` outside a rule`, {
        help: "a policy has no clauses of its own; write them in each rule",
      });
    } else this.reportExpecting("`rule` or `}`");
  }

  /** Whether a rule begins here. */
  private readonly atRule: Resumption = () =>
    this.at(word.rule) && this.at(Name, 2) && (this.atLineStart() || this.at(Effect, 3));

  readonly rule = this.RULE("rule", (): RuleDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.rule);
    const name = this.nameOf(this.CONSUME(Name));
    const sentence = this.SUBRULE(this.sentence);
    const explains = this.at(word.because);
    const because = this.OPTION(() => this.part(() => this.SUBRULE(this.because), this.atNextClause));
    const obligations = this.OPTION2(() => this.SUBRULE(this.obligations)) ?? [];
    const span = this.spanFrom(start);
    this.misplacedClauses(
      "a rule is its sentence, then `when` and `unless`, then one `because`, then `with`",
      (clause) => {
        const belongs =
          clause.tokenType === word.when ||
          clause.tokenType === word.unless ||
          (clause.tokenType === word.because && !explains);
        return belongs ? sentence.span.end : undefined;
      },
    );
    this.endOfRule();
    return {
      kind: "RuleDeclaration",
      span,
      documentation,
      name,
      sentence,
      ...(because !== undefined && { because }),
      obligations,
    };
  });

  /** Reads clauses that stand after the end of a rule, for the sake of their errors; `placeOf` tells behind what one belongs. */
  private misplacedClauses(help: string, placeOf: (clause: Token) => number | undefined): void {
    while (!this.RECORDING_PHASE && this.atClause()) {
      const clause = this.LA(1);
      this.SKIP_TOKEN();
      while (!this.atEnd() && !this.atClauseEnd()) this.SKIP_TOKEN();
      const place = placeOf(clause);
      this.reportAt("misplaced-clause", clause, `found \`${clause.image}\` where it cannot stand`, {
        help,
        ...(place !== undefined && { fix: movingClause(this.text, this.spanFrom(clause), place) }),
      });
    }
  }

  /** What is left before the next rule belongs to this one. */
  private endOfRule(): void {
    const ends = this.at(word.rule) || this.at(mark["}"]) || this.atEnd() || this.atOutdentedDeclaration();
    if (!this.RECORDING_PHASE && !ends) this.failExpecting("an operator, the next clause or the next rule");
  }

  readonly because = this.RULE("because", (): StringLiteral => {
    this.CONSUME(word.because);
    return this.stringOf(this.CONSUME(StringToken, { ERR_MSG: "the reason as a string" }));
  });

  readonly obligations = this.RULE("obligations", (): readonly ObligationCall[] => {
    this.CONSUME(word.with);
    return this.commaList(() => this.SUBRULE(this.obligationCall));
  });

  readonly obligationCall = this.RULE("obligationCall", (): ObligationCall => {
    const start = this.CONSUME(Name, { ERR_MSG: "an obligation" });
    const call = this.OPTION(() => this.SUBRULE(this.obligationArguments)) ?? [];
    return { kind: "ObligationCall", span: this.spanFrom(start), name: this.nameOf(start), arguments: call };
  });

  readonly obligationArguments = this.RULE("obligationArguments", (): ObligationCall["arguments"] =>
    this.bracketList(mark["("], mark[")"], () => this.SUBRULE(this.namedArgument)),
  );

  readonly namedArgument = this.RULE("namedArgument", (): ObligationCall["arguments"][number] => {
    const start = this.CONSUME(AttributeWord, { ERR_MSG: 'an argument such as `column: "birthday"`' });
    this.CONSUME(mark[":"], { ERR_MSG: "`:` and the argument's value" });
    const value = this.SUBRULE(this.expression);
    return { kind: "Argument", span: this.spanFrom(start), name: this.nameOf(start), value };
  });

  readonly assertion = this.RULE("assertion", (): AssertDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(word.assert);
    const name = this.nameOf(this.CONSUME(Name));
    const sentence = this.SUBRULE(this.sentence);
    const span = this.spanFrom(start);
    this.misplacedClauses(
      "an assertion is a sentence with `when` and `unless`; it has no `because` and no `with`",
      () => undefined,
    );
    return { kind: "AssertDeclaration", span, documentation, name, sentence };
  });
}
