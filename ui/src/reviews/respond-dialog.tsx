import { useState } from 'react';
import type { ReviewView } from '../../../operations/schemas/review.ts';
import { useCommand } from '../api/use-command.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextArea } from '../controls/field.tsx';
import { FormError } from '../controls/form-error.tsx';

interface RespondDialogProps {
  readonly review: ReviewView;
  readonly answer: 'ACCEPT' | 'REJECT';
  readonly onClose: () => void;
}

const WORDS = {
  ACCEPT: { title: 'Accept the review', label: 'What follows from it', button: 'Accept' },
  REJECT: { title: 'Reject the review', label: 'Why it does not hold', button: 'Reject' },
} as const;

/** The answer of the author side. */
export function RespondDialog({ review, answer, onClose }: RespondDialogProps) {
  const [comment, setComment] = useState('');
  const respond = useCommand(review.taskKey, 'respondToReview', onClose);
  const isComplete = comment.trim() !== '';
  const submit = () =>
    isComplete && !respond.isPending && respond.mutate({ reviewId: review.id, response: answer, comment });
  const { title, label, button } = WORDS[answer];
  const isReworked = answer === 'ACCEPT' && review.blocksCompletion;
  return (
    <Dialog
      title={title}
      {...(isReworked && { description: `${review.taskKey} goes back to In progress, with the review as feedback.` })}
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), submit())}>
        <DialogBody>
          <Field label={label}>
            {(control) => (
              <TextArea
                {...control}
                autoFocus
                maxLength={20_000}
                value={comment}
                onChange={({ target }) => setComment(target.value)}
                onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
              />
            )}
          </Field>
          <FormError error={respond.error} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button
            look={answer === 'ACCEPT' ? 'primary' : 'danger'}
            type="submit"
            disabled={!isComplete}
            isBusy={respond.isPending}
          >
            {button}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
