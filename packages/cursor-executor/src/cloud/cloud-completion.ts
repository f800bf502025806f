import type { Completion, Usage } from '@mission-control/executor-client';
import { summaryOf } from '@mission-control/executor-host';
import type { Redact } from '../redaction.ts';
import type { CloudAgent, CloudBranch, CloudRun } from './cloud-types.ts';

export interface CloudOutcome {
  readonly run: CloudRun;
  /** Undefined when it cannot be asked any more. */
  readonly agent: CloudAgent | undefined;
  readonly usage: Usage | undefined;
  /** Address of the task's repository, where it has one. */
  readonly repositoryUrl: string | undefined;
}

/** Hands in what the agent said last, and the branch that it pushed. */
export function completionOf({ run, agent, usage, repositoryUrl }: CloudOutcome, redact: Redact): Completion {
  const said = redact(run.result?.trim() ?? '');
  const pushed = repositoryUrl === undefined ? undefined : pushedBranch(run, repositoryUrl);
  const facts = [
    ...(pushed?.branch ? [`- Branch: \`${pushed.branch}\``] : []),
    ...(pushed?.prUrl ? [`- Pull request: ${pushed.prUrl}`] : []),
    ...(repositoryUrl !== undefined && !pushed?.branch ? ['- Cursor pushed no branch.'] : []),
    ...(agent?.url ? [`- Conversation: ${agent.url}`] : []),
  ];
  return {
    summary: summaryOf(said) || "Cursor's cloud agent finished the task",
    content: [said, facts.join('\n')].filter((part) => part !== '').join('\n\n'),
    ...(pushed?.branch && { branch: pushed.branch }),
    ...(usage && { usage }),
  };
}

/** An agent may have branches in several repositories. */
export function pushedBranch({ git }: CloudRun, repositoryUrl: string): CloudBranch | undefined {
  const wanted = plain(repositoryUrl);
  return git?.branches?.find(({ repoUrl, branch }) => branch !== undefined && plain(repoUrl) === wanted);
}

const plain = (address: string): string =>
  address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\.git$/, '')
    .toLowerCase();
