import type { ReviewEvent } from '../domain/task/evolve-review.ts';
import type { TaskState } from '../domain/task/state.ts';
import type { ReviewDocument } from './documents/review.ts';
import { change, insert, type Write } from './write.ts';

/** What an event of peer review means for the reviews that are kept. */
export function reviewWrite({ type, data, seq, at }: ReviewEvent, task: TaskState): Write {
  switch (type) {
    case 'review.given':
      return insert<ReviewDocument>(data.review.id, {
        ...data.review,
        taskId: task.id,
        taskKey: task.key,
        taskTitle: task.title,
        projectId: task.projectId,
        seq,
        order: `${at}-${data.review.id}`,
        status: 'PENDING',
      });
    case 'review.superseded':
      return change<ReviewDocument>(data.reviewId, seq, { status: 'SUPERSEDED', supersededBy: data.by });
    case 'review.responded':
      return change<ReviewDocument>(data.reviewId, seq, { status: data.response.status, response: data.response });
  }
}
