import { ScheduleNotFoundError } from '@temporalio/client';
import { ulid } from 'ulid';
import { timesProblem, type RecurrenceSpec } from '../../domain/recurring/recurring-task.ts';
import { recurringPreviewId, recurringSchedule, recurringScheduleId } from '../../workflows/messages.ts';
import { OperationError, unavailable } from '../errors.ts';
import type { ScheduleKeeperOptions } from '../schedule-keeper.ts';

/** So many are shown. */
const SHOWN = 5;

/** When tasks will be made, as Temporal works it out. */
export class NextTimes {
  readonly #options: Pick<ScheduleKeeperOptions, 'client' | 'taskQueue' | 'timeoutMs'>;

  constructor(options: Pick<ScheduleKeeperOptions, 'client' | 'taskQueue' | 'timeoutMs'>) {
    this.#options = options;
  }

  /** ISO timestamps, the next one first; undefined where there is no schedule, or nobody can say now. */
  async of(recurringTaskId: string): Promise<string[] | undefined> {
    const { client, taskQueue } = this.#options;
    try {
      const handle = client.schedule.getHandle(recurringScheduleId(taskQueue, recurringTaskId));
      const { info } = await this.#ask(() => handle.describe());
      return shown(info.nextActionTimes);
    } catch (error) {
      if (error instanceof OperationError || error instanceof ScheduleNotFoundError) return undefined;
      throw error;
    }
  }

  /**
   * Of one that is not there yet: Temporal is asked by a schedule that is paused and taken away again.
   * @throws INVALID for times that Temporal does not understand, that are over, or that come too often; UNAVAILABLE
   */
  async preview(spec: RecurrenceSpec): Promise<string[]> {
    const { client, taskQueue } = this.#options;
    const _id = ulid();
    const asked = { _id: `preview-${_id}`, name: 'preview', projectId: 'none', catchUpMinutes: 1, paused: PREVIEW };
    const schedule = { ...recurringSchedule(taskQueue, asked, spec), scheduleId: recurringPreviewId(taskQueue, _id) };
    const handle = await this.#ask(() => client.schedule.create(schedule));
    try {
      const { nextActionTimes } = (await this.#ask(() => handle.describe())).info;
      const problem = timesProblem(nextActionTimes);
      if (problem !== undefined) throw invalid(problem);
      return shown(nextActionTimes);
    } finally {
      // One that stays is taken away by the next worker that starts.
      await this.#ask(() => handle.delete()).catch(() => undefined);
    }
  }

  async #ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.#options.client.withDeadline(Date.now() + this.#options.timeoutMs, call);
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) throw error;
      // What Temporal does not understand.
      throw error instanceof TypeError
        ? invalid(`is not understood: ${error.message}`)
        : unavailable('Temporal', error);
    }
  }
}

const PREVIEW = { reason: 'asks when it would be' };

const invalid = (message: string): OperationError =>
  new OperationError('INVALID', `the time ${message}`, { errors: [{ path: 'when', message }] });

const shown = (times: readonly Date[]): string[] => times.slice(0, SHOWN).map((time) => time.toISOString());
