import { ALERT_SEVERITIES } from '../domain/alert/vocabulary.ts';
import { statusAt } from '../domain/agent/status-at.ts';
import { NO_COST, sumOfCosts, type CostTotal } from '../domain/analytics/costs.ts';
import { monthOutlook } from '../domain/analytics/month.ts';
import { addDays, dayIn } from '../domain/budget/day.ts';
import type {
  BlockedTask,
  DoneTask,
  Listed,
  OpenAlert,
  StandupAgent,
  StandupCosts,
  StandupFacts,
  StandupTask,
  WaitingApproval,
} from '../domain/standup/facts.ts';
import type { Priority, ProjectMode, TaskStatus } from '../domain/task/vocabulary.ts';
import { SUMS, type Grouped } from './cost-roll-up.ts';
import type { CostStore } from './costs.ts';
import type { AgentDocument } from './documents/agent.ts';
import type { AlertDocument } from './documents/attention.ts';
import type { ApprovalDocument, Models, ProjectDocument, TaskDocument } from './models.ts';

/** What is read of a list: more than is shown, since the most urgent is chosen from it. */
const ROWS = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A run that ends now began no earlier than this: what bounds the search. */
const LONGEST_RUN_MS = 2 * DAY_MS;

const SHOWN_OF_TASK = { key: 1, priority: 1, statusSince: 1, 'card.title': 1, 'card.assignees': 1 };
const SHOWN_OF_DONE_TASK = {
  key: 1,
  completedAt: 1,
  'card.title': 1,
  'card.assignees': 1,
  'state.createdAt': 1,
  'state.startedAt': 1,
  'state.spending.costMicros': 1,
};

/** What of a project a standup is made from. */
export type StandupProject = Pick<ProjectDocument, '_id' | 'name' | 'timeZone' | 'mode' | 'monthlyBudgetMicros'>;

/** Finds out what a standup is made from. All times are of the moment, whichever part is read first. */
export class StandupFactStore {
  readonly #models: Models;
  readonly #costs: CostStore;

  constructor(models: Models, costs: CostStore) {
    this.#models = models;
    this.#costs = costs;
  }

  /** @param date the day that it is kept for. */
  async gather(project: StandupProject, at: Date, date: string): Promise<StandupFacts> {
    const { _id: slug, name, timeZone } = project;
    const from = new Date(at.getTime() - DAY_MS).toISOString();
    const period: Period = { slug, from, at: at.toISOString() };
    const [counts, mode] = await Promise.all([this.#counts(slug), this.#modeInEffect(project)]);
    const listOf = async (status: TaskStatus, order: 'order' | 'statusSince'): Promise<Listed<TaskDocument>> => ({
      items: await this.#tasks(slug, status, order),
      total: counts[status] ?? 0,
    });
    const [done, inProgress, inReview, blocked, inbox, approvals, alerts, ended] = await Promise.all([
      this.#done(period),
      listOf('IN_PROGRESS', 'statusSince'),
      listOf('REVIEW', 'statusSince'),
      listOf('BLOCKED', 'order'),
      listOf('INBOX', 'order'),
      this.#approvals(slug),
      this.#alerts(slug),
      this.#runs(period),
    ]);
    return {
      project: { slug, name, timeZone, mode },
      date,
      from,
      at: period.at,
      done,
      inProgress: mapped(inProgress, taskOf),
      inReview: mapped(inReview, taskOf),
      blocked: mapped(blocked, blockedOf),
      inbox: mapped(inbox, taskOf),
      approvals,
      alerts,
      agents: await this.#agents(period, timeZone, ended),
      costs: await this.#spending(project, at, ended),
    };
  }

  async #counts(slug: string): Promise<Partial<Record<TaskStatus, number>>> {
    return (await this.#models.boardCounts.findOne({ _id: slug }, { counts: 1 }).lean())?.counts ?? {};
  }

  /** Everything that stands still by order of a person is QUARANTINED. */
  async #modeInEffect({ mode }: StandupProject): Promise<ProjectMode> {
    const found = await this.#models.installation.findOne({ _id: 'installation' }, { emergencyStop: 1 }).lean();
    return found?.emergencyStop ? 'QUARANTINED' : mode;
  }

  async #tasks(slug: string, status: TaskStatus, order: 'order' | 'statusSince'): Promise<TaskDocument[]> {
    const projection = status === 'BLOCKED' ? { ...SHOWN_OF_TASK, 'card.blockedReason': 1 } : SHOWN_OF_TASK;
    const query = this.#models.tasks.find({ projectId: slug, status }, projection).sort({ [order]: 1 });
    return (await query.limit(ROWS).lean()) as unknown as TaskDocument[];
  }

  async #done({ slug, from, at }: Period): Promise<Listed<DoneTask>> {
    const query = { projectId: slug, completedAt: { $gt: from, $lte: at }, status: 'DONE' } as const;
    const [found, total] = await Promise.all([
      this.#models.tasks.find(query, SHOWN_OF_DONE_TASK).sort({ completedAt: -1 }).limit(ROWS).lean(),
      this.#models.tasks.countDocuments(query),
    ]);
    return { items: (found as unknown as TaskDocument[]).map(doneOf), total };
  }

  async #approvals(slug: string): Promise<Listed<WaitingApproval>> {
    // Open approvals come first in the order: only those are looked through.
    const query = { projectId: slug, order: { $lt: '1-' }, status: 'PENDING' } as const;
    const [found, total] = await Promise.all([
      this.#models.approvals.find(query).sort({ order: 1 }).limit(ROWS).lean(),
      this.#models.approvals.countDocuments(query),
    ]);
    return { items: found.map(approvalOf), total };
  }

  /** So many of each severity, so that none of the worst is missing. */
  async #alerts(slug: string): Promise<Listed<OpenAlert>> {
    const query = { projectId: slug, status: 'OPEN' } as const;
    const [total, ...found] = await Promise.all([
      this.#models.alerts.countDocuments(query),
      ...ALERT_SEVERITIES.map((severity) =>
        this.#models.alerts
          .find({ ...query, severity })
          .sort({ _id: -1 })
          .limit(ROWS)
          .lean(),
      ),
    ]);
    return { items: (found.flat() as AlertDocument[]).map(alertOf), total };
  }

  /** What the runs that ended came to, by agent; under '' those of none. */
  async #runs({ slug, from, at }: Period): Promise<ReadonlyMap<string, CostTotal>> {
    const earliest = new Date(Date.parse(at) - LONGEST_RUN_MS).toISOString();
    const groups = await this.#models.runs.aggregate<Grouped>([
      {
        $match: {
          projectId: slug,
          startedAt: { $gte: earliest },
          status: 'FINISHED',
          finishedAt: { $gt: from, $lte: at },
        },
      },
      { $group: { _id: '$agentId', ...SUMS } },
    ]);
    return new Map(groups.map(({ _id: agentId, label: _label, ...total }) => [agentId ?? '', total]));
  }

  async #agents(
    { slug, from, at }: Period,
    timeZone: string,
    costs: ReadonlyMap<string, CostTotal>,
  ): Promise<StandupAgent[]> {
    const [agents, groups] = await Promise.all([
      this.#models.agents.find({ projectId: slug }).lean() as Promise<AgentDocument[]>,
      this.#models.tasks.aggregate<{ _id: string; done: number }>([
        { $match: { projectId: slug, completedAt: { $gt: from, $lte: at }, status: 'DONE' } },
        { $unwind: '$assigneeIds' },
        { $group: { _id: '$assigneeIds', done: { $sum: 1 } } },
      ]),
    ]);
    const done = new Map(groups.map((group) => [group._id, group.done]));
    return agents.map((agent) => ({
      ...agentOf(agent, timeZone, new Date(at)),
      done: done.get(agent._id) ?? 0,
      cost: costs.get(agent._id) ?? NO_COST,
    }));
  }

  async #spending(
    { _id: slug, timeZone, monthlyBudgetMicros }: StandupProject,
    at: Date,
    ended: ReadonlyMap<string, CostTotal>,
  ): Promise<StandupCosts> {
    const today = dayIn(timeZone, at);
    const found = await this.#costs.totalsBefore([slug], addDays(today, 1));
    const days = found.map(({ day, total }) => ({ day, micros: total.micros }));
    const outlook = monthOutlook(days, today, monthlyBudgetMicros);
    const { spentThisMonthMicros: monthMicros, burnPerDayMicros, projectedMonthMicros, usedUpOn } = outlook;
    return {
      last24Hours: sumOfCosts([...ended.values()]),
      todayMicros: days.find(({ day }) => day === today)?.micros ?? 0,
      monthMicros,
      ...(burnPerDayMicros !== undefined && { burnPerDayMicros }),
      ...(monthlyBudgetMicros !== undefined && { monthlyBudgetMicros }),
      ...(projectedMonthMicros !== undefined && { projectedMonthMicros }),
      ...(usedUpOn !== undefined && { usedUpOn }),
    };
  }
}

/** The 24 hours of a project up to a moment. */
interface Period {
  readonly slug: string;
  readonly from: string;
  readonly at: string;
}

const mapped = <From, To>({ items, total }: Listed<From>, map: (item: From) => To): Listed<To> => ({
  items: items.map(map),
  total,
});

const taskOf = ({ key, priority, statusSince, card }: TaskDocument): StandupTask => ({
  key,
  title: card.title,
  priority: priority as Priority,
  assignees: card.assignees,
  since: statusSince,
});

const blockedOf = (task: TaskDocument): BlockedTask => ({ ...taskOf(task), reason: task.card.blockedReason ?? '' });

const doneOf = ({ key, completedAt = '', card, state }: TaskDocument): DoneTask => ({
  key,
  title: card.title,
  assignees: card.assignees,
  completedAt,
  seconds: Math.max(0, (Date.parse(completedAt) - Date.parse(state.startedAt ?? state.createdAt)) / 1000),
  costMicros: state.spending.costMicros,
});

const approvalOf = (approval: ApprovalDocument): WaitingApproval => ({
  id: approval._id,
  taskKey: approval.taskKey,
  summary: approval.summary,
  risk: approval.risk,
  askedBy: approval.requester.name,
  askedAt: approval.requestedAt,
  expiresAt: approval.expiresAt,
  isEscalated: approval.escalated,
});

const alertOf = ({ _id, severity, title, raisedAt, count, taskKey, agentId }: AlertDocument): OpenAlert => ({
  id: _id,
  severity,
  title,
  raisedAt,
  count,
  ...(taskKey !== undefined && { taskKey }),
  ...(agentId !== undefined && { agentId }),
});

function agentOf(
  agent: AgentDocument,
  timeZone: string,
  at: Date,
): Pick<StandupAgent, 'id' | 'name' | 'status' | 'reason'> {
  const { _id: id, name, control } = agent;
  const reason = control.status === 'ACTIVE' ? undefined : control.reason;
  return { id, name, status: statusAt(agent, timeZone, at), ...(reason !== undefined && { reason }) };
}
