import { setTimeout as sleep } from 'node:timers/promises';
import {
  ExecutionCanceledError,
  ExecutionError,
  type Completion,
  type ExecutionContext,
  type ExecutionHandler,
  type ExecutorLogger,
  type Usage,
} from '@mission-control/executor-client';
import { createGit, gitEnvironment, type Git } from '@mission-control/executor-host';
import type { CursorSettings } from '../cursor-settings.ts';
import type { Identity } from '../identity.ts';
import { redactionOf } from '../redaction.ts';
import { TaskMemory } from '../task-memory.ts';
import type { CloudApi } from './cloud-api.ts';
import { completionOf, pushedBranch } from './cloud-completion.ts';
import { failureOf, runFailure } from './cloud-failure.ts';
import { askToHandOver, newAgentOf, revisionOf } from './cloud-request.ts';
import type { CloudRun } from './cloud-types.ts';
import { usageOf } from './cloud-usage.ts';
import { followRun, type FollowOptions } from './follow-run.ts';
import { cloudRepository, type CloudRepository } from './repository.ts';
import { hasBegun, startRun, type RememberedAgent } from './start-run.ts';
import { stopRun } from './stop-run.ts';
import type { WakeUps } from './wake-ups.ts';

const USAGE_TIME_MS = 15_000;

export interface CloudHandlerOptions {
  readonly api: CloudApi;
  readonly wakeUps: WakeUps;
  readonly settings: CursorSettings;
  readonly identity: Identity;
  /** Absolute folder for what is remembered of tasks. */
  readonly workDir: string;
  /** The executor's own; git gets a part of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: ExecutorLogger;
  readonly times?: CloudTimes;
}

/** All in milliseconds. */
interface CloudTimes {
  readonly pollMs: number;
  readonly reconnectMs: number;
  /** Between two looks at what a run has used so far. */
  readonly usageMs: number;
}

const TIMES: CloudTimes = { pollMs: 15_000, reconnectMs: 2000, usageMs: 60_000 };

/** Does one CURSOR execution with an agent in Cursor's cloud, which works and pushes there. */
export function createCloudHandler(options: CloudHandlerOptions): ExecutionHandler {
  const git = createGit(gitEnvironment(options.environment), 'Mission Control Cursor executor');
  const redact = redactionOf(options.settings.apiKey, 'CURSOR_API_KEY');
  return async (context) => {
    try {
      return await new CloudExecution(context, options, git).carryOut();
    } catch (error) {
      throw failureOf(error, redact);
    }
  };
}

class CloudExecution {
  readonly #context: ExecutionContext;
  readonly #options: CloudHandlerOptions;
  readonly #git: Git;

  constructor(context: ExecutionContext, options: CloudHandlerOptions, git: Git) {
    this.#context = context;
    this.#options = options;
    this.#git = git;
  }

  async carryOut(): Promise<Completion> {
    const { brief } = this.#context;
    const { workDir, identity } = this.#options;
    const memory = await TaskMemory.open<RememberedAgent>(workDir, identity, brief.taskKey, 'agent');
    const remembered = await memory.read();
    const isRevision = brief.feedback.length > 0;
    const branch = isRevision ? remembered?.branch : undefined;
    const repository = await this.#repository(memory.folder, branch);
    if (!hasBegun({ identity, context: this.#context }, remembered)) await askToHandOver(this.#context, repository);
    return this.#withinLimit(memory, async (follow) => {
      const { settings } = this.#options;
      const newAgent = newAgentOf(brief, repository, settings.model);
      const revision = revisionOf(brief, settings.model);
      const begun = await startRun(
        { context: this.#context, memory, identity, follow, newAgent, revision, branch },
        remembered,
      );
      return this.#finish(begun, memory, repository, follow);
    });
  }

  async #repository(folder: string, earlier: string | undefined): Promise<CloudRepository | undefined> {
    const { workspace } = this.#context.brief;
    if (!workspace) return undefined;
    const own = [workspace.branch, ...(earlier === undefined ? [] : [earlier])];
    return cloudRepository(this.#context, this.#git, folder, workspace, own);
  }

  /** After the time limit and after a cancellation the run is stopped; after anything else it may be gone on with. */
  async #withinLimit(
    memory: TaskMemory<RememberedAgent>,
    work: (follow: FollowOptions) => Promise<Completion>,
  ): Promise<Completion> {
    const { brief, signal: canceled } = this.#context;
    const { api, wakeUps, settings, times = TIMES } = this.#options;
    const redact = redactionOf(settings.apiKey, 'CURSOR_API_KEY');
    const limit = AbortSignal.timeout(brief.limits.maxMinutes * 60_000);
    const signal = AbortSignal.any([canceled, limit]);
    const log = (text: string) => this.#context.log(redact(text));
    try {
      return await work({ api, wakeUps, ...times, log, signal });
    } catch (error) {
      const isLate = limit.aborted && !canceled.aborted;
      if (isLate || canceled.reason instanceof ExecutionCanceledError) {
        await stopRun({ ...this.#options, context: this.#context, memory });
      }
      if (!isLate) throw error;
      const usage = await this.#usageOf(await memory.read());
      const text = `Cursor was stopped at the time limit of ${brief.limits.maxMinutes} minutes`;
      throw new ExecutionError(text, { retryable: false, ...(usage && { usage }), cause: error });
    }
  }

  async #finish(
    begun: CloudRun,
    memory: TaskMemory<RememberedAgent>,
    repository: CloudRepository | undefined,
    follow: FollowOptions,
  ): Promise<Completion> {
    const { api, settings } = this.#options;
    const redact = redactionOf(settings.apiKey, 'CURSOR_API_KEY');
    const run = await this.#follow(begun, follow);
    const usage = await this.#usageOf({ agentId: begun.agentId, runId: run.id });
    if (run.status !== 'FINISHED') throw runFailure(run, usage, redact);
    const pushed = repository && pushedBranch(run, repository.url)?.branch;
    const known = await memory.read();
    if (known?.agentId && known.execution && pushed) {
      await memory.write({ ...known, agentId: known.agentId, execution: known.execution, branch: pushed });
    }
    const agent = await api.agent(begun.agentId, follow.signal).catch(() => undefined);
    return completionOf({ run, agent, usage, repositoryUrl: repository?.url }, redact);
  }

  /** Tells meanwhile what the run has used, so that its cap holds. */
  async #follow(begun: CloudRun, follow: FollowOptions): Promise<CloudRun> {
    this.#context.progress(20, `Cursor's cloud agent ${begun.agentId} is at work`);
    const { times = TIMES } = this.#options;
    const over = new AbortController();
    const reporting = (async () => {
      for (;;) {
        await sleep(times.usageMs, undefined, { signal: over.signal });
        const usage = await this.#usageOf({ agentId: begun.agentId, runId: begun.id });
        if (usage && !over.signal.aborted) this.#context.usage(usage);
      }
    })().catch(() => {});
    try {
      return await followRun(begun, follow);
    } finally {
      over.abort();
      await reporting;
    }
  }

  /** Undefined when Cursor does not tell: that is no reason to lose the work. */
  async #usageOf(known: Partial<RememberedAgent> | undefined): Promise<Usage | undefined> {
    const { api, settings, logger } = this.#options;
    const { agentId, runId } = known ?? {};
    if (agentId === undefined || runId === undefined) return undefined;
    try {
      return usageOf(await api.usage(agentId, runId, AbortSignal.timeout(USAGE_TIME_MS)), settings.model);
    } catch (error) {
      logger.warn({ err: error, execution: this.#context.execution.id }, 'Cursor does not tell what the run has used');
      return undefined;
    }
  }
}
