import type { Logger } from '../../config/logger.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Store } from '../../store/store.ts';
import type { TelegramApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { Messenger } from './messenger.ts';

/** What the parts of the bot are built on; made once per process. */
export interface BotParts {
  readonly api: TelegramApi;
  readonly messenger: Messenger;
  readonly operations: Operations;
  readonly store: Store;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly me: { readonly id: number; readonly username: string };
  /** Where people reach the UI. */
  readonly publicUrl: string;
}

/** The page of a task in the UI. */
export const taskUrl = ({ publicUrl }: Pick<BotParts, 'publicUrl'>, project: string, key: string): string =>
  `${publicUrl}/p/${project}/t/${key}`;
