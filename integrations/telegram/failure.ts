/** What a refusal of Telegram means for us. Wordings are no contract: they are matched loosely. */
export type FailureKind =
  /** Nobody knows whether it was done. */
  | 'AWAY'
  | 'SLOW_DOWN'
  | 'UNAUTHORIZED'
  | 'CONFLICT'
  | 'TOPIC_GONE'
  | 'TOPIC_CLOSED'
  | 'NO_TOPICS'
  | 'NO_RIGHTS'
  | 'MIGRATED'
  | 'CHAT_GONE'
  | 'NOT_MODIFIED'
  | 'MESSAGE_GONE'
  | 'NOT_OURS'
  | 'TOO_LATE'
  | 'REFUSED';

interface Refusal {
  readonly error_code: number;
  readonly description: string;
  readonly parameters?: { readonly migrate_to_chat_id?: number; readonly retry_after?: number } | undefined;
}

/** A call to Telegram that did not succeed. */
export class TelegramFailure extends Error {
  override readonly name = 'TelegramFailure';
  readonly kind: FailureKind;
  /** With SLOW_DOWN. */
  readonly retryAfterMs: number;
  /** With MIGRATED. */
  readonly migratedTo: number | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    more: { retryAfterMs?: number; migratedTo?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs ?? 0;
    this.migratedTo = more.migratedTo;
  }

  static of(method: string, { error_code: code, description, parameters }: Refusal): TelegramFailure {
    const message = `${method}: ${code} ${description}`;
    if (parameters?.migrate_to_chat_id !== undefined) {
      return new TelegramFailure('MIGRATED', message, { migratedTo: parameters.migrate_to_chat_id });
    }
    if (code === 429) {
      return new TelegramFailure('SLOW_DOWN', message, { retryAfterMs: (parameters?.retry_after ?? 1) * 1000 });
    }
    return new TelegramFailure(kindOf(code, description), message);
  }
}

const BY_WORDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/message is not modified|TOPIC_NOT_MODIFIED/i, 'NOT_MODIFIED'],
  [/TOPIC_CLOSED/i, 'TOPIC_CLOSED'],
  [/message thread not found|TOPIC_ID_INVALID|TOPIC_DELETED/i, 'TOPIC_GONE'],
  [/chat is not a forum/i, 'NO_TOPICS'],
  [/not enough rights|need administrator rights|CHAT_ADMIN_REQUIRED|CHAT_WRITE_FORBIDDEN/i, 'NO_RIGHTS'],
  [/message to (edit|delete|pin|be replied) not found|MESSAGE_ID_INVALID|message to reply not found/i, 'MESSAGE_GONE'],
  [/message can't be edited/i, 'NOT_OURS'],
  [/query is too old|query ID is invalid/i, 'TOO_LATE'],
  [/chat not found|was kicked|not a member|was blocked|is deactivated|was deleted|can't initiate/i, 'CHAT_GONE'],
];

function kindOf(code: number, description: string): FailureKind {
  if (code >= 500) return 'AWAY';
  if (code === 401 || (code === 404 && !/message|chat/i.test(description))) return 'UNAUTHORIZED';
  if (code === 409) return 'CONFLICT';
  const found = BY_WORDS.find(([words]) => words.test(description));
  if (found) return found[1];
  return code === 403 ? 'CHAT_GONE' : 'REFUSED';
}

export const isFailure = (error: unknown, ...kinds: FailureKind[]): error is TelegramFailure =>
  error instanceof TelegramFailure && (kinds.length === 0 || kinds.includes(error.kind));
