import type { BriefWorkspace, Completion } from '@mission-control/executor-client';
import type { CodemodRequest } from './codemod-request.ts';

const MAX_LISTED = 50;

export interface CodemodOutcome {
  readonly request: CodemodRequest;
  readonly workspace: BriefWorkspace;
  readonly commit: string;
  /** `src/a.ts:12`; undefined when an earlier attempt had done the rename. */
  readonly declaration?: string;
  /** Lines of `git diff --numstat` against the base branch. */
  readonly changes: readonly string[];
  /** `path:line` of the places that still have the old name. */
  readonly mentions: readonly string[];
  readonly artifacts: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What the reviewer gets to read. */
export function completionOf(outcome: CodemodOutcome): Completion {
  const { request, workspace, commit, artifacts, changes } = outcome;
  const { from, to } = request;
  return {
    summary: `Renamed ${from} to ${to} in ${changes.length} ${changes.length === 1 ? 'file' : 'files'}; tests pass`,
    content: contentOf(outcome),
    artifacts,
    branch: workspace.branch,
    commit,
    usage: { inputTokens: 0, outputTokens: 0, costMicros: 0, costSource: 'BILLED' },
  };
}

function contentOf({
  request,
  workspace,
  declaration,
  changes,
  mentions,
  commit,
  startedAt,
  endedAt,
}: CodemodOutcome): string {
  const { from, to, testCommand } = request;
  const how = declaration
    ? `Declared at \`${declaration}\`.`
    : 'The branch had the rename already, from an earlier attempt.';
  return [
    `# Rename \`${from}\` to \`${to}\``,
    how,
    `| | |\n|---|---|\n| Branch | \`${workspace.branch}\` at \`${commit.slice(0, 10)}\`, from \`${workspace.baseBranch}\` |\n` +
      `| Tests | passed: \`${testCommand.join(' ')}\` |\n| Wall time | ${((endedAt - startedAt) / 1000).toFixed(1)} s |\n| Cost | none: no model was used |`,
    `## Files changed (${changes.length})`,
    '| File | Added | Removed |\n|---|---:|---:|\n' + limited(changes.map(changeRow)).join('\n'),
    ...mentionsSection(from, mentions),
  ].join('\n\n');
}

function changeRow(numstat: string): string {
  const [added, removed, path] = numstat.split('\t');
  return `| \`${path}\` | ${added} | ${removed} |`;
}

function mentionsSection(from: string, mentions: readonly string[]): string[] {
  if (mentions.length === 0) return [];
  return [
    `## Left as they are (${mentions.length})`,
    `These lines have the word \`${from}\` too, but mean something else: texts, comments, properties, other symbols.`,
    limited(mentions.map((place) => `- \`${place}\``)).join('\n'),
  ];
}

function limited(lines: readonly string[]): readonly string[] {
  return lines.length > MAX_LISTED
    ? [...lines.slice(0, MAX_LISTED), `\n... and ${lines.length - MAX_LISTED} more`]
    : lines;
}
