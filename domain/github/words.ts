import type { TaskState } from '../task/state.ts';
import { STATUS_LABELS } from '../task/labels.ts';
import { escape } from '../report/escape.ts';

type ToldTask = Pick<
  TaskState,
  'key' | 'title' | 'status' | 'assignees' | 'blockedReason' | 'workPlan' | 'deliverable'
>;

/** How a task is, as the one comment on its issue and its pull requests says it; the same for the same task. */
export function statusText(task: ToldTask, url: string): string {
  const { key, status, assignees, blockedReason, deliverable } = task;
  const names = assignees.map(({ name }) => escape(withoutMention(name))).join(', ');
  return [
    `**[${key}](${url})** in Mission Control is **${STATUS_LABELS[status]}**.`,
    ...(names === '' ? [] : [`Assigned to ${names}.`]),
    ...(status === 'BLOCKED' && blockedReason !== undefined
      ? [`It waits because: ${escape(withoutMention(blockedReason))}`]
      : []),
    ...(deliverable && (status === 'REVIEW' || status === 'DONE')
      ? [`Handed in: ${escape(withoutMention(deliverable.summary))}`]
      : []),
  ].join('\n\n');
}

/** A comment of somebody here. */
export const commentText = (author: string, body: string, url: string): string =>
  `**${escape(withoutMention(author))}** in [Mission Control](${url}):\n\n${body}`;

interface PullRequestWords {
  readonly said: string | undefined;
  /** "acme/shop#12" */
  readonly issue: string | undefined;
  readonly url: string;
}

/** What a pull request of a task says: what somebody wants said, the plan, and where the task is. */
export function pullRequestBody(task: ToldTask, { said, issue, url }: PullRequestWords): string {
  const plan = task.workPlan?.bullets ?? [];
  const summary = task.deliverable?.summary;
  return [
    ...(said === undefined || said.trim() === '' ? (summary === undefined ? [] : [summary]) : [said]),
    ...(plan.length === 0 ? [] : [`## Plan\n\n${plan.map((bullet) => `- ${escape(bullet)}`).join('\n')}`]),
    ...(issue === undefined ? [] : [`Refs ${issue}`]),
    `Task: [${task.key} · ${escape(task.title)}](${url})`,
  ].join('\n\n');
}

/** Nobody on GitHub is called by a name that somebody has here. */
const withoutMention = (text: string): string => text.replaceAll('@', '@\u200B');
