import { Writable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { pino } from 'pino';
import { OperationError } from '../operations/errors.ts';
import { refusedResource, refusedTool } from './refusal.ts';

/** A log, and what is in it. */
function writtenLog() {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  return { logger: pino(stream), lines };
}

it('an error of ours is logged, and says nothing of the inside', () => {
  const { logger, lines } = writtenLog();
  const ours = new TypeError('cannot read mongodb://user:password@host');
  const answer = refusedTool(ours, 'get_task', logger);
  expect(answer.isError).toBe(true);
  expect(answer.content).toEqual([
    { type: 'text', text: '{"error":{"code":"INTERNAL","message":"this is our fault and logged"}}' },
  ]);
  expect(refusedResource(ours, 'mission-control://tasks/MC-1', logger)).toMatchObject({ code: -32_603 });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, what: 'get_task' },
    { level: 50, what: 'mission-control://tasks/MC-1' },
  ]);
});

it('a refusal says all that is needed to do better, and is nothing for the log', () => {
  const { logger, lines } = writtenLog();
  const errors = [{ path: 'workPlan', message: 'is needed' }];
  const allowed = [{ to: 'BLOCKED' as const, needs: [] }];
  const refused = refusedTool(new OperationError('GATE_NOT_MET', 'not yet', { errors, allowed }), 'move_task', logger);
  expect(refused.content).toEqual([
    {
      type: 'text',
      text: JSON.stringify({ error: { code: 'GATE_NOT_MET', message: 'not yet', errors, allowed } }),
    },
  ]);
  const unknown = refusedResource(new OperationError('NOT_FOUND', 'MC-9 does not exist'), 'uri', logger);
  expect(unknown).toMatchObject({ code: -32_002, data: { code: 'NOT_FOUND' } });
  expect(lines).toEqual([]);
});
