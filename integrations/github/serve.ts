import type { Client } from '@temporalio/client';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../config/logger.ts';
import { GithubSyncs } from '../../operations/github-syncs.ts';
import type { Store } from '../../store/store.ts';
import { GithubFollower } from './follower.ts';

interface FollowOptions {
  readonly config: Config;
  readonly client: Client;
  readonly store: Store;
  readonly logger: Logger;
}

/** Has GitHub told of what happens to tasks, until the signal is given. */
export async function tellGithub({ config, client, store, logger }: FollowOptions, signal: AbortSignal): Promise<void> {
  const syncs = new GithubSyncs({ client, store, logger, ...config.temporal });
  await new GithubFollower({ store, syncs, logger }).run(signal);
}
