import { afterAll, expect, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { readdirSync } from 'node:fs';
import { HISTORIES_FOLDER, quietRuntime, recordedHistory, replay } from '../tests/worker.test-support.ts';

quietRuntime();
afterAll(() => Runtime.instance().shutdown());

const recorded = readdirSync(HISTORIES_FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

/** When this fails, the change would break workflows that run now: guard it with `patched` instead. */
it('workflows that were started by earlier versions go on with this one', async () => {
  expect(await replay(recorded.map(recordedHistory))).toBe(recorded.length);
}, 60_000);

it('there is a recorded history of every way a task and an execution can go', () => {
  expect(recorded.toSorted()).toEqual(
    expect.arrayContaining([
      'execution-canceled',
      'execution-completed',
      'execution-failed',
      'execution-silent',
      'task-approval-expired',
      'task-canceled',
      'task-continued-as-new',
      'task-escalated-twice',
      'task-created-by-parent',
      'task-executed',
      'task-held',
      'task-life',
      'task-queued',
      'task-with-dependents',
      'task-with-subtask',
    ]),
  );
});
