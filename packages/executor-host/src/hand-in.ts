import type { Artifact, Completion, ExecutionContext } from '@mission-control/executor-client';
import { changedFiles, commitEverything, diffOf, headOf } from './changes.ts';
import type { Git } from './git.ts';
import { publish } from './publish.ts';
import { readable } from './readable-text.ts';
import type { WorkPlace } from './work-place.ts';

const MAX_SUMMARY_CHARACTERS = 300;
/** Of a deliverable, as Mission Control takes it. */
const MAX_CONTENT_CHARACTERS = 50_000;

export interface ToolOutcome {
  /** What the tool said last, as Markdown. */
  readonly text: string;
  /** Who did it, for the commit: "Claude Code". */
  readonly tool: string;
  readonly usage?: Completion['usage'];
  /** Uploaded already. */
  readonly artifacts?: readonly Artifact[];
}

/**
 * Hands in what an agent's tool did: its last message as the deliverable and, where it changed files, a commit, the
 * diff as an artifact, and the branch pushed after the policy agreed.
 */
export async function handIn(
  context: ExecutionContext,
  git: Git,
  { path, checkout }: WorkPlace,
  { text, tool, usage, artifacts = [] }: ToolOutcome,
): Promise<Completion> {
  const { brief, signal } = context;
  const report = await reportOf(context, readable(text));
  const completion = {
    summary: summaryOf(report.content) || `${tool} worked on ${brief.taskKey}`,
    content: report.content,
    ...(usage && { usage }),
  };
  const ids = [...artifacts, ...report.artifacts].map(({ id }) => id);
  if (!checkout) return { ...completion, artifacts: ids };
  const { workspace, workTree } = checkout;
  await commitEverything(git, path, messageFor(context, tool), signal);
  const commit = await headOf(git, path, signal);
  if (commit === workTree.baseCommit) return { ...completion, artifacts: ids };
  const files = await changedFiles(git, workTree, signal);
  const content = await diffOf(git, workTree, signal);
  const diff = await context.uploadArtifact({ name: 'changes.diff', type: 'text/x-diff', content });
  const what = `${files.length} ${files.length === 1 ? 'file' : 'files'} changed by ${tool}`;
  const pushed = await publish(git, context, { workspace, workTree, commit, what });
  return { ...completion, artifacts: [...ids, diff.id], branch: workspace.branch, commit: pushed };
}

/** Too long a text is an artifact, and begins here. */
async function reportOf(context: ExecutionContext, text: string) {
  if (text.length <= MAX_CONTENT_CHARACTERS) return { content: text, artifacts: [] };
  const report = await context.uploadArtifact({ name: 'report.md', type: 'text/markdown', content: text });
  const note = `\n\n[... all ${text.length} characters are in report.md ...]`;
  const content = text.slice(0, MAX_CONTENT_CHARACTERS - note.length).toWellFormed() + note;
  return { content, artifacts: [report] };
}

/** The first line that says something. */
export function summaryOf(markdown: string): string {
  const lines = markdown.split('\n').map((line) => line.replace(/^[#>*\-\s]+/, '').trim());
  const first = lines.find((line) => line !== '') ?? '';
  return first.length > MAX_SUMMARY_CHARACTERS ? `${first.slice(0, MAX_SUMMARY_CHARACTERS - 1)}…` : first;
}

function messageFor({ brief }: ExecutionContext, tool: string): string {
  const title = brief.title.replaceAll(/\s+/g, ' ').slice(0, 72);
  return `${title}\n\nTask: ${brief.taskKey.replaceAll(/\s/g, ' ')}\nMade-by: ${tool}`;
}
