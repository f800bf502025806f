import { useInfiniteQuery } from '@tanstack/react-query';
import { MessageCircleWarning } from 'lucide-react';
import { isOperator, type Actor } from '../../../domain/actor.ts';
import type { ReviewView } from '../../../operations/schemas/review.ts';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { Empty } from '../controls/states.tsx';
import { useActor } from '../shell/actor.ts';
import { Pages } from '../task/pages.tsx';
import { ReviewForm } from './review-form.tsx';
import { ReviewItem } from './review-item.tsx';
import { taskReviewsQuery } from './review-queries.ts';

/** What peers say about the work of a task. */
export default function PeerReviewPanel({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(taskReviewsQuery(task.key));
  const actor = useActor();
  return (
    <>
      {mayReview(task, actor) && <ReviewForm task={task} />}
      <Pages
        query={query}
        empty={
          <Empty title="Nobody has reviewed it yet" icon={<MessageCircleWarning size={20} aria-hidden />}>
            <p>
              {task.status === 'REVIEW'
                ? 'Whoever has not worked on it can praise, refute, approve or propose changes.'
                : 'Work is reviewed once it is in Review.'}
            </p>
          </Empty>
        }
      >
        {(reviews) => (
          <ol aria-label="Reviews" className="flex flex-col gap-3 p-4">
            {reviews.map((review) => (
              <li key={review.id}>
                <ReviewItem review={review} mayRespond={mayRespond(review, actor)} />
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </>
  );
}

const mayReview = ({ status, returnTo, assignees }: TaskView, actor: Actor): boolean =>
  (status === 'REVIEW' || (status === 'NEEDS_APPROVAL' && returnTo === 'REVIEW')) &&
  isOperator(actor) &&
  !assignees.some(({ id }) => id === actor.id);

const mayRespond = ({ reviewer }: ReviewView, actor: Actor): boolean => isOperator(actor) && reviewer.id !== actor.id;
