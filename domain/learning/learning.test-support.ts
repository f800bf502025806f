import fc from 'fast-check';
import type { TaskType } from '../task/vocabulary.ts';
import type { Carrier, Outcome } from './outcome.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

/** A moment of the past, in minutes after its beginning. */
const minute = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();

interface Told {
  readonly n: number;
  readonly succeeded?: boolean;
  readonly carrier?: Carrier;
  readonly agents?: readonly string[];
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly type?: TaskType;
  readonly minutes?: number;
}

/** A task that begins in minute `n` and takes one, unless told otherwise. */
export function outcome({ n, succeeded = true, carrier = 'DIRECT', minutes = 1, ...told }: Told): Outcome {
  const { agents = ['a1'], labels = [], title = 'a task', type = 'DOCS' } = told;
  const share = {
    carrier,
    attempts: 1,
    succeeded,
    ...(succeeded && { milliseconds: minutes * 60_000 }),
    costMicros: 1_000,
  };
  return {
    taskId: `T${String(n).padStart(6, '0')}`,
    taskKey: `MC-${n}`,
    projectId: 'mc',
    task: { type, title, labels, priority: 3, size: 'SMALL' },
    agents,
    begunAt: minute(n),
    endedAt: minute(n + minutes),
    whole: share,
    shares: carrier === 'DIRECT' ? [] : [share],
    praises: 0,
    praiseScore: 0,
    refutes: Number(!succeeded),
  };
}

/** Any history, each task once. */
export const histories = fc
  .array(
    fc.record({
      succeeded: fc.boolean(),
      carrier: fc.constantFrom<Carrier>('DIRECT', 'CURSOR', 'CLAUDE_CODE'),
      agents: fc.subarray(['a1', 'a2', 'a3']),
      labels: fc.subarray(['api', 'docs', '$where', 'a.b']),
      title: fc.constantFrom('Refactor the parser', 'Write the guide', 'Fix the parser of dates'),
      type: fc.constantFrom<TaskType>('DOCS', 'OPS'),
      minutes: fc.nat(500),
    }),
    { maxLength: 25 },
  )
  .map((list) => list.map((told, n) => outcome({ ...told, n })));
