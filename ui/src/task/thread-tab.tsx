import { useInfiniteQuery } from '@tanstack/react-query';
import { MessageSquare, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { isOperator } from '../../../domain/actor.ts';
import { isFinal } from '../../../domain/task/vocabulary.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { messagesQuery } from '../api/queries.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { FormError } from '../controls/form-error.tsx';
import { Markdown } from '../controls/markdown.tsx';
import { Empty } from '../controls/states.tsx';
import { Ago } from '../controls/time.tsx';
import { useActor } from '../shell/actor.ts';
import { MentionBox } from './mention-box.tsx';
import { Pages } from './pages.tsx';
import { Who } from './who.tsx';

export default function ThreadTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(messagesQuery(task.key));
  const mayComment = isOperator(useActor()) && !isFinal(task.status);
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex-1">
        <Pages
          query={query}
          empty={
            <Empty title="Nobody has said anything yet" icon={<MessageSquare size={20} aria-hidden />}>
              <p>Comments of people and agents on this task appear here.</p>
            </Empty>
          }
        >
          {(messages) => (
            <ol aria-label="Comments">
              {messages.map(({ id, author, body, mentions = [], at }) => (
                <li key={id} className="border-b border-line px-4 py-3 last:border-0">
                  <p className="mb-1 flex items-center gap-2 text-[13px]">
                    <Who actor={author} />
                    <Ago at={at} className="text-xs text-ink-faint" />
                  </p>
                  <Markdown mentions={mentions.map(({ name }) => name)}>{body}</Markdown>
                </li>
              ))}
            </ol>
          )}
        </Pages>
      </div>
      {mayComment && <Composer task={task} />}
    </div>
  );
}

function Composer({ task }: { readonly task: TaskView }) {
  const [body, setBody] = useState('');
  const comment = useCommand(task.key, 'comment', () => setBody(''));
  const isEmpty = body.trim() === '';
  const send = () => !isEmpty && !comment.isPending && comment.mutate({ body });

  return (
    <form
      className="sticky bottom-0 flex flex-col gap-2 border-t border-line bg-surface px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
      onSubmit={(event) => (event.preventDefault(), send())}
    >
      <FormError error={comment.error} />
      <div className="flex items-end gap-2">
        <MentionBox
          slug={task.projectId}
          label="Comment"
          placeholder="Write a comment, in markdown; @ mentions somebody"
          value={body}
          onChange={setBody}
          onSend={send}
        />
        <Button
          look="primary"
          type="submit"
          title="Send (Ctrl+Enter)"
          aria-label="Send comment"
          disabled={isEmpty}
          isBusy={comment.isPending}
        >
          <SendHorizontal size={15} aria-hidden />
        </Button>
      </div>
    </form>
  );
}
