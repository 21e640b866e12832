import type { DecisionRequest, EntityRecord } from "../../../src/runtime/decision.js";

/** A suite of AgentDojo. */
export interface Suite {
  readonly name: string;
  /** Whose tools they are, in the policies. */
  readonly server: string;
  /** What an enforcement point knows of the user, from the text of the suite's environment. */
  readonly user: (environment: string) => EntityRecord;
}

/** One call of the corpus, and what it is known to be. */
export interface Call {
  readonly label: "benign" | "attack" | "attack-prep";
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Mail, calendar and drive of somebody in a company. */
export const workspace: Suite = {
  name: "workspace",
  server: "workspace",
  user: (environment) => {
    const { inbox, calendar, cloud_drive: drive }: WorkspaceEnvironment = JSON.parse(environment);
    const email = inbox.account_email;
    const sent = Object.values(inbox.emails).filter(({ sender }) => sender === email);
    const files = Object.values(drive.files).filter(({ owner }) => owner === email);
    const circle = [
      ...sent.flatMap(({ recipients, cc, bcc }) => [...recipients, ...cc, ...bcc]),
      ...Object.values(calendar.events).flatMap(({ participants }) => participants),
      ...files.flatMap(({ shared_with: readers }) => Object.keys(readers)),
    ];
    return { type: "User", id: email, properties: { email, circle: [...new Set(circle)] } };
  },
};

interface WorkspaceEnvironment {
  readonly inbox: { readonly account_email: string; readonly emails: Readonly<Record<string, Mail>> };
  readonly calendar: {
    readonly events: Readonly<Record<string, { readonly participants: readonly string[] }>>;
  };
  readonly cloud_drive: {
    readonly files: Readonly<
      Record<string, { readonly owner: string; readonly shared_with: Readonly<Record<string, string>> }>
    >;
  };
}

interface Mail {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

/** A bank account. */
export const banking: Suite = {
  name: "banking",
  server: "bank",
  user: (environment) => {
    const { bank_account: account }: BankingEnvironment = JSON.parse(environment);
    const mine = ["me", account.iban];
    const payments = [...account.transactions, ...account.scheduled_transactions].filter(({ sender }) =>
      mine.includes(sender),
    );
    const payees = new Set(payments.map(({ recipient }) => recipient));
    return { type: "User", id: account.iban, properties: { payees: [...payees] } };
  },
};

interface BankingEnvironment {
  readonly bank_account: {
    readonly iban: string;
    readonly transactions: readonly Payment[];
    readonly scheduled_transactions: readonly Payment[];
  };
}

interface Payment {
  readonly sender: string;
  readonly recipient: string;
}

/** The request that an enforcement point makes of a call by the user's assistant. */
export function requestOf(suite: Suite, user: EntityRecord, { tool, args }: Call): DecisionRequest {
  return {
    subject: user,
    actor: { type: "Agent", id: "assistant" },
    action: { name: `${suite.server}.${tool}`, properties: args },
    context: { now },
  };
}

/** When the calls are made, and approved. Nothing in the policies hangs on the day. */
export const now = "2026-11-22T10:00:00Z";
