import { Copy } from 'lucide-react';
import { briefMarkdown, standupMarkdown } from '../../../domain/standup/markdown.ts';
import type { Standup } from '../../../domain/standup/standup.ts';
import { Button } from '../controls/button.tsx';
import { notice } from '../controls/notice.ts';
import { copyText } from '../people/copy-text.ts';

/** Takes the standup along as markdown, whole or in short. */
export const CopyButtons = ({ standup }: { readonly standup: Standup | undefined }) => (
  <span className="flex gap-2 max-md:w-full max-md:[&>button]:flex-1">
    <Button disabled={!standup} onClick={() => void copy(standup && standupMarkdown(standup), 'The standup')}>
      <Copy size={14} aria-hidden /> Copy
    </Button>
    <Button disabled={!standup} onClick={() => void copy(standup && briefMarkdown(standup), 'The brief')}>
      <Copy size={14} aria-hidden /> Copy brief
    </Button>
  </span>
);

async function copy(text: string | undefined, what: string): Promise<void> {
  if (text === undefined) return;
  if (await copyText(text)) notice.done(`${what} is copied as Markdown`);
  else notice.refused(`${what} is not copied`, new Error('This browser does not let pages copy.'));
}
