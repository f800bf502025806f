import type { Logger } from '../config/logger.ts';
import type { Store } from '../store/store.ts';
import type { Activity } from './activity.ts';
import type { Agents } from './agents.ts';
import type { Alerts } from './alerts.ts';
import type { Containment } from './containment.ts';
import type { Credentials } from './credentials.ts';
import type { GithubSyncs } from './github-syncs.ts';
import type { Governance } from './governance.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Members } from './members.ts';
import type { Projects } from './projects.ts';
import type { TaskGateway } from './task-gateway.ts';
import type { Vault } from './vault.ts';

/** What operations are built on; made once per process. */
export interface Dependencies {
  readonly store: Store;
  readonly gateway: TaskGateway;
  readonly credentials: Credentials;
  readonly live: LiveFeed;
  readonly activity: Activity;
  readonly alerts: Alerts;
  readonly containment: Containment;
  readonly projects: Projects;
  readonly governance: Governance;
  readonly agents: Agents;
  readonly githubSyncs: GithubSyncs;
  readonly vault: Vault;
  /** Where people reach the UI, and others the API. */
  readonly publicUrl: string;
  readonly members: Members;
  readonly logger: Logger;
  /** Largest file that is taken, in bytes. */
  readonly artifactMaxBytes: number;
  /** There is a token for a bot on Telegram. */
  readonly hasTelegramToken: boolean;
  /** Temporal's own UI. */
  readonly temporalUiUrl: string | undefined;
  /** Links to a workflow there. */
  readonly workflowUrl: (taskId: string) => string | undefined;
}
