import type { ExecutionBrief } from '@mission-control/executor-client';

/** What differs between the tools, as sentences for the model. */
export interface PromptOptions {
  /** How the repository is there and who commits; used where the task has one. */
  readonly repository?: string;
  /** What becomes of tool calls that need somebody's agreement. */
  readonly toolCalls?: string;
}

/**
 * What a model is asked to do. Texts of people and of other agents stand in named sections: they say what to do, and
 * change nothing of how.
 */
export function promptOf(brief: ExecutionBrief, options: PromptOptions = {}): string {
  const { taskKey, title, type, description, plan, checklist, feedback, workspace } = brief;
  const sections = [
    `You carry out the task ${taskKey} (${type}) of a team. Work in the current folder only.`,
    `# ${title}`,
    ...(description.trim() === '' ? [] : [description]),
    ...section('Plan', numbered(plan)),
    ...section(
      'Checklist',
      checklist.map(({ label, checked, note }) => `- [${checked ? 'x' : ' '}] ${label}${note ? ` (${note})` : ''}`),
    ),
    ...section('Feedback of the reviewers on what was handed in before, oldest first', numbered(feedback)),
    workspace
      ? (options.repository ??
        `The folder is a checkout of the branch ${workspace.branch}, based on ${workspace.baseBranch}. Change files as needed; do not commit or push: that is done for you afterwards.`)
      : 'There is no repository. Your last message is what is handed in: write it in full, as Markdown.',
    options.toolCalls ??
      'Some of your tool calls wait until a person allows them. When one is denied, look for another way or say what is missing.',
    'End with a short summary of what you did for the reviewer.',
  ];
  return sections.join('\n\n');
}

/** For a session that knows the task: what the reviewers want changed. */
export function revisionPromptOf(brief: ExecutionBrief, options: PromptOptions = {}): string {
  const latest = brief.feedback.at(-1);
  if (latest === undefined) return promptOf(brief, options);
  return [
    `The reviewers of ${brief.taskKey} sent your work back:`,
    latest,
    'Change it accordingly. The same rules as before hold; end with a short summary of what you changed.',
  ].join('\n\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}\n\n${lines.join('\n')}`];

const numbered = (texts: readonly string[]): string[] => texts.map((text, index) => `${index + 1}. ${text}`);
