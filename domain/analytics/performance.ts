import type { TaskType } from '../task/vocabulary.ts';
import { median } from './durations.ts';
import { cycleSeconds, type EndedTask } from './flow.ts';

/** Below this there is no rate: one bad task says little. */
const SAMPLES_NEEDED = 3;

/** A task that has ended, with who worked on it and what it cost. */
export interface EndedWork extends EndedTask {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly costMicros: number;
}

/** What an agent did of one type of task. */
export interface AgentRecord {
  readonly agent: { readonly id: string; readonly name: string };
  readonly type: TaskType;
  /** DONE, or CANCELED after work on it had begun: one that nobody began says nothing of whom it was given to. */
  readonly finished: number;
  /** DONE. */
  readonly succeeded: number;
  /** Undefined below three finished ones. */
  readonly successRate?: number;
  /** From the first start of work to DONE; undefined without one that was. */
  readonly medianSeconds?: number;
  /** Of those DONE. */
  readonly averageCostMicros?: number;
}

/** The record of every agent by type of task, by name; several agents of one task each have it in theirs. */
export function recordsOf(tasks: readonly EndedWork[]): AgentRecord[] {
  const finished = tasks.filter(({ status, startedAt }) => status === 'DONE' || startedAt !== undefined);
  const shares = finished.flatMap((task) => task.agents.map((agent) => ({ agent, task })));
  return [...byAgentAndType(shares).values()].flatMap(recordOf).toSorted(byNameAndType);
}

interface Share {
  readonly agent: EndedWork['agents'][number];
  readonly task: EndedWork;
}

function byAgentAndType(shares: readonly Share[]): ReadonlyMap<string, Share[]> {
  const groups = new Map<string, Share[]>();
  for (const share of shares) {
    const key = `${share.agent.id} ${share.task.type}`;
    const group = groups.get(key);
    if (group) group.push(share);
    else groups.set(key, [share]);
  }
  return groups;
}

function recordOf(shares: readonly Share[]): AgentRecord[] {
  const [first] = shares;
  if (!first) return [];
  const done = shares.map(({ task }) => task).filter(({ status }) => status === 'DONE');
  const medianSeconds = median(cycleSeconds(done).toSorted((one, other) => one - other));
  const cost = done.reduce((sum, { costMicros }) => sum + costMicros, 0);
  return [
    {
      agent: { id: first.agent.id, name: first.agent.name },
      type: first.task.type,
      finished: shares.length,
      succeeded: done.length,
      ...(shares.length >= SAMPLES_NEEDED && { successRate: done.length / shares.length }),
      ...(medianSeconds !== undefined && { medianSeconds }),
      ...(done.length > 0 && { averageCostMicros: Math.round(cost / done.length) }),
    },
  ];
}

const byNameAndType = (one: AgentRecord, other: AgentRecord): number =>
  one.agent.name.localeCompare(other.agent.name, 'en') ||
  (one.agent.id < other.agent.id ? -1 : Number(one.agent.id > other.agent.id)) ||
  one.type.localeCompare(other.type, 'en');
