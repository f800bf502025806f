import { recommend, type AssignmentCandidate } from '../assignment/recommend.ts';
import { explainLearnedRoute } from '../routing/learned-route.ts';
import { explainRoute } from '../routing/route.ts';
import type { RoutingRule } from '../routing/rule.ts';
import { judge, type Backtest, type Decision } from './backtest.ts';
import { Memory } from './memory.ts';
import type { Outcome } from './outcome.ts';
import { likenessOf } from './record.ts';

/** An agent as far as the past is known: what it was busy with, and whether it was there, is not. */
type PastCandidate = Pick<AssignmentCandidate, 'id' | 'name' | 'role' | 'allowedTypes'>;

interface ReplayInput {
  /** Of one project, in any order. */
  readonly outcomes: readonly Outcome[];
  readonly rules: readonly RoutingRule[];
  readonly agents: readonly PastCandidate[];
}

export interface Replay {
  /** Which executor: tasks that an executor carried out. */
  readonly routing: Backtest;
  /** Which agent: tasks that one agent had. */
  readonly assignment: Backtest;
}

/** Replays the choices of a project in the order of time; at each of them, only what had ended by then is known. */
export function replay({ outcomes, rules, agents }: ReplayInput): Replay {
  const ended = outcomes.toSorted((one, other) => compare(one.endedAt, other.endedAt) || byKey(one, other));
  const memory = new Memory();
  const routing: Decision[] = [];
  const assignment: Decision[] = [];
  let known = 0;
  for (const outcome of outcomes.toSorted((one, other) => compare(one.begunAt, other.begunAt) || byKey(one, other))) {
    for (let next = ended[known]; next && next.endedAt < outcome.begunAt; next = ended[known]) {
      memory.learn(next);
      known += 1;
    }
    routing.push(...routed(outcome, rules, memory));
    assignment.push(...assigned(outcome, agents, memory));
  }
  return { routing: judge(routing), assignment: judge(assignment) };
}

function routed(outcome: Outcome, rules: readonly RoutingRule[], memory: Memory): Decision[] {
  const { task, projectId, shares } = outcome;
  // A second executor was there because the first had failed: nobody had a choice then.
  const [share] = shares;
  if (!share || shares.length > 1 || share.carrier === 'DIRECT') return [];
  const subject = { kind: 'PROJECT' as const, id: projectId };
  const learnedRoute = explainLearnedRoute(task, rules, [], (executor) =>
    likenessOf(task, memory.of(subject, task.type, executor)),
  );
  return [
    {
      context: task.type,
      actual: share.carrier,
      usual: explainRoute(task, rules).route.executor,
      learned: learnedRoute.route.executor,
      succeeded: share.succeeded,
      costMicros: share.costMicros,
    },
  ];
}

function assigned(outcome: Outcome, agents: readonly PastCandidate[], memory: Memory): Decision[] {
  const { task, agents: had, whole, begunAt } = outcome;
  const [actual] = had;
  if (actual === undefined || had.length > 1) return [];
  const usual = agents.map(asFree);
  const learned = usual.map((candidate) => {
    const likeness = likenessOf(task, memory.of({ kind: 'AGENT', id: candidate.id }, task.type));
    return likeness ? { ...candidate, learned: likeness } : candidate;
  });
  const choice = (candidates: readonly AssignmentCandidate[]) =>
    recommend(task.type, candidates, begunAt).recommendations[0]?.id;
  const { succeeded, costMicros } = whole;
  return [{ context: task.type, actual, usual: choice(usual), learned: choice(learned), succeeded, costMicros }];
}

/** As if everybody had been there with nothing to do. */
const asFree = ({ id, name, role, allowedTypes }: PastCandidate): AssignmentCandidate => ({
  id,
  name,
  role,
  allowedTypes,
  status: 'ACTIVE',
  openTasks: 0,
  concurrencyLimit: 1,
  budgetLeft: true,
});

const byKey = (one: Outcome, other: Outcome): number => compare(one.taskId, other.taskId);

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
