import { durationInWords } from '../duration.ts';
import { formatDollars } from '../money.ts';
import type { StandupCosts } from './facts.ts';
import type { Standup } from './standup.ts';

/** "Storefront: 5 done, 2 in progress, 1 blocked, $1.20 in 24 h" */
export function standupHeadline(day: Standup): string {
  const { project, done, inProgress, costs } = day;
  const mode = project.mode === 'NORMAL' ? '' : ` (${project.mode})`;
  const numbers = [
    `${done.total} done`,
    `${inProgress.total} in progress`,
    ...numbersForPeople(day),
    `${formatDollars(costs.last24Hours.micros)} in 24 h`,
  ];
  return `${project.name}${mode}: ${numbers.join(', ')}`;
}

function numbersForPeople({ inReview, blocked, approvals, alerts }: Standup): string[] {
  return [
    inReview.total > 0 && `${inReview.total} in review`,
    blocked.total > 0 && `${blocked.total} blocked`,
    approvals.total > 0 && counted(approvals.total, 'approval waits', 'approvals wait'),
    alerts.total > 0 && counted(alerts.total, 'open alert', 'open alerts'),
  ].filter((number) => number !== false);
}

/** What waits for people, each in a few words; nothing when nothing does. */
export function needsOfPeople({ at, approvals, blocked, inReview, inbox, alerts }: Standup): string[] {
  const next = approvals.items.find(({ expiresAt }) => expiresAt > at);
  const expiry = next ? `, the next expires in ${spanInWords(at, next.expiresAt)}` : '';
  const worst = alerts.items[0]?.severity;
  return [
    approvals.total > 0 && `${counted(approvals.total, 'approval', 'approvals')} to decide${expiry}`,
    blocked.total > 0 && `${counted(blocked.total, 'task', 'tasks')} blocked`,
    inReview.total > 0 && `${counted(inReview.total, 'task', 'tasks')} to review`,
    inbox > 0 && `${counted(inbox, 'task', 'tasks')} that nobody has`,
    worst !== undefined && `${counted(alerts.total, 'open alert', 'open alerts')}, the worst ${worst}`,
  ].filter((need) => need !== false);
}

/** How fast the project spends, sentence by sentence. */
export function burnInWords(costs: StandupCosts): string[] {
  const { todayMicros, burnPerDayMicros, monthMicros, monthlyBudgetMicros, projectedMonthMicros, usedUpOn } = costs;
  const budget = monthlyBudgetMicros === undefined ? '' : ` of ${formatDollars(monthlyBudgetMicros)}`;
  const average = burnPerDayMicros === undefined ? '' : `, ${formatDollars(burnPerDayMicros)} on an average day`;
  return [
    `Today so far ${formatDollars(todayMicros)}${average}`,
    `This month ${formatDollars(monthMicros)}${budget}`,
    projectedMonthMicros !== undefined && `It will come to about ${formatDollars(projectedMonthMicros)}`,
    usedUpOn !== undefined && `The budget will be used up on ${usedUpOn}`,
  ].filter((sentence) => sentence !== false);
}

/** "1 task", "3 tasks" */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** How long it is from one moment to a later one. */
export const spanInWords = (from: string, to: string): string =>
  durationInWords(Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000));

/** "09:00", by the clock of a zone. */
export const clockIn = (timeZone: string, at: string): string =>
  new Date(at).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
