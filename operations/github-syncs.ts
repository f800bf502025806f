import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import type { GithubChange } from '../domain/github/change.ts';
import type { GithubConnectionDocument } from '../store/documents/github.ts';
import type { GithubDelivery, GithubSyncInput } from '../workflows/contract.ts';
import {
  GITHUB_DELIVERY_WORKFLOW,
  GITHUB_POST_WORKFLOW,
  GITHUB_SYNC_WORKFLOW,
  githubDeliveryId,
  githubPostId,
  githubPostSignal,
  githubSchedule,
  githubScheduleId,
  githubSyncId,
} from '../workflows/messages.ts';
import { unavailable } from './errors.ts';
import { ScheduleKeeper } from './schedule-keeper.ts';

type Repository = Pick<GithubConnectionDocument, '_id' | 'owner' | 'name'>;

/** The workflows about GitHub: the syncs of repositories and their schedules, what GitHub tells, what it is told. */
export class GithubSyncs extends ScheduleKeeper {
  protected scheduleId(connectionId: string): string {
    return githubScheduleId(this.options.taskQueue, connectionId);
  }

  protected async wanted(connectionId: string) {
    const { store, taskQueue } = this.options;
    const connection = await store.github.connections.byId(connectionId);
    const project = connection && (await store.projects.bySlug(connection.projectId));
    return connection && project?.removedAt === undefined ? githubSchedule(taskQueue, connection) : undefined;
  }

  /** Answers false when it runs already. @throws UNAVAILABLE */
  async start({ _id: connectionId, owner, name }: Repository): Promise<boolean> {
    return this.#once(() =>
      this.#workflow.start(GITHUB_SYNC_WORKFLOW, {
        workflowId: githubSyncId(connectionId),
        taskQueue: this.options.taskQueue,
        args: [{ connectionId } satisfies GithubSyncInput],
        staticSummary: `syncs the issues of ${owner}/${name}`,
      }),
    );
  }

  /** Answers false when none runs. @throws UNAVAILABLE */
  async cancel(connectionId: string): Promise<boolean> {
    try {
      await this.#ask(() => this.#workflow.getHandle(githubSyncId(connectionId)).cancel());
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** @throws UNAVAILABLE */
  async isRunning(connectionId: string): Promise<boolean> {
    try {
      const { status } = await this.#ask(() => this.#workflow.getHandle(githubSyncId(connectionId)).describe());
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Answers false for what was told before. @param delivery GitHub's name for it. @throws UNAVAILABLE */
  async deliver(
    { _id: connectionId, owner, name }: Repository,
    delivery: string,
    event: string,
    changes: readonly GithubChange[],
  ): Promise<boolean> {
    return this.#once(() =>
      this.#workflow.start(GITHUB_DELIVERY_WORKFLOW, {
        workflowId: githubDeliveryId(connectionId, delivery),
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        taskQueue: this.options.taskQueue,
        args: [{ connectionId, changes } satisfies GithubDelivery],
        staticSummary: `${event} in ${owner}/${name}`,
      }),
    );
  }

  /** Something new is to be told on GitHub about a task. @throws UNAVAILABLE */
  async post(taskId: string, taskKey: string): Promise<void> {
    await this.#ask(() =>
      this.#workflow.signalWithStart(GITHUB_POST_WORKFLOW, {
        workflowId: githubPostId(taskId),
        taskQueue: this.options.taskQueue,
        args: [taskId],
        signal: githubPostSignal,
        signalArgs: [],
        staticSummary: `tells GitHub about ${taskKey}`,
      }),
    );
  }

  get #workflow() {
    return this.options.client.workflow;
  }

  async #once(start: () => Promise<unknown>): Promise<boolean> {
    try {
      await this.#ask(start);
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.options.client.withDeadline(Date.now() + this.options.timeoutMs, call);
    } catch (error) {
      const isAnswer = error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError;
      throw isAnswer ? error : unavailable('Temporal', error);
    }
  }
}
