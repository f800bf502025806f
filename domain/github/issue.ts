import type { Priority, TaskType } from '../task/vocabulary.ts';
import { classify, type GithubSettings } from './settings.ts';
import { isStatusLabel } from './status-label.ts';

/** A repository as it is called now; the id stays when it is renamed or moved. */
export interface GithubRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/** What is taken of an issue. */
export interface GithubIssue {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly isClosed: boolean;
  readonly url: string;
  /** ISO timestamp to the second. */
  readonly updatedAt: string;
}

/** What an issue says of its task; compared with what it said before, so that only its own changes are taken. */
export interface IssueFields {
  readonly title: string;
  readonly description: string;
  readonly labels: readonly string[];
  readonly type: TaskType;
  readonly priority: Priority;
}

/** Longest texts of a task, in characters; operations/schemas/common.ts has the same. */
const TITLE_LENGTH = 200;
const BODY_LENGTH = 20_000;
const LABELS_KEPT = 20;
const LABEL_LENGTH = 40;

/** "acme/shop#12" */
export const issueRef = ({ owner, name }: Omit<GithubRepository, 'id'>, number: number): string =>
  `${owner}/${name}#${number}`;

export function issueFields(issue: GithubIssue, settings: GithubSettings): IssueFields {
  const title = clean(issue.title).replaceAll(/\s+/g, ' ').trim();
  return {
    title: cut(title === '' ? `Issue ${issue.number}` : title, TITLE_LENGTH),
    description: cut(clean(issue.body), BODY_LENGTH, `\n\n(The rest is on GitHub: ${issue.url})`),
    labels: taskLabels(issue.labels),
    ...classify(issue.labels, settings),
  };
}

/** Names of labels as tasks can have them: "good first issue" is "good-first-issue". */
function taskLabels(labels: readonly string[]): string[] {
  const names = labels
    .filter((label) => !isStatusLabel(label))
    .map((label) =>
      label
        .normalize('NFKD')
        .replaceAll(/[^\w.:/-]+/g, '-')
        .replaceAll(/^-+|-+$/g, '')
        .slice(0, LABEL_LENGTH),
    );
  return [...new Set(names.filter((name) => name !== ''))].slice(0, LABELS_KEPT);
}

/** Without what a task must not contain: control characters and halves of characters. */
export const clean = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .toWellFormed();

function cut(text: string, length: number, rest = '…'): string {
  return text.length <= length ? text : `${text.slice(0, length - rest.length).toWellFormed()}${rest}`;
}

export const cutBody = (text: string): string => cut(text, BODY_LENGTH);

/** What the issue has changed since it was taken last; undefined where nothing. */
export function changedFields(before: IssueFields, after: IssueFields): Partial<IssueFields> | undefined {
  const changed = (Object.keys(after) as (keyof IssueFields)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}
