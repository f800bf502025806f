import { useState } from 'react';
import { EXECUTOR_TYPES } from '../../../domain/task/vocabulary.ts';
import { TypeBoxes } from '../agents/type-boxes.tsx';
import { EXECUTOR_LABELS } from '../board/words.ts';
import { Button } from '../controls/button.tsx';
import { Choice } from '../controls/choice.tsx';
import { Dialog, DialogBody, DialogFooter } from '../controls/dialog.tsx';
import { Field, TextBox } from '../controls/field.tsx';
import { DollarField } from '../settings/dollar-field.tsx';
import { FallbackChoices } from './fallback-choices.tsx';
import { PriorityBoxes } from './priority-boxes.tsx';
import type { Rule } from './routing-queries.ts';
import { draftOf, NEW_RULE, ruleFrom, type RuleDraft } from './rule-draft.ts';

interface RuleDialogProps {
  /** The rule as it is; undefined for a new one. */
  readonly rule: Rule | undefined;
  readonly onDone: (rule: Rule) => void;
  readonly onClose: () => void;
}

type NumberField = 'score' | 'maxAttempts' | 'maxMinutes' | 'heartbeatTimeoutSeconds';

const NUMBERS: Readonly<Record<NumberField, { label: string; min: number; max: number; step: number; none: string }>> =
  {
    score: { label: 'Score', min: 0, max: 1, step: 0.01, none: '' },
    maxAttempts: { label: 'Attempts', min: 1, max: 10, step: 1, none: '3' },
    maxMinutes: {
      label: 'Minutes for an attempt',
      min: 1,
      max: 525_600,
      step: 1,
      none: 'An hour, or weeks for a person',
    },
    heartbeatTimeoutSeconds: { label: 'Seconds of silence', min: 2, max: 3600, step: 1, none: '30' },
  };

/** Says for which tasks a rule is, and who gets them. */
export default function RuleDialog({ rule, onDone, onClose }: RuleDialogProps) {
  const [draft, setDraft] = useState<RuleDraft>(() => (rule ? draftOf(rule) : NEW_RULE));
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });
  const number = (field: NumberField) => {
    const { label, none, ...bounds } = NUMBERS[field];
    return (
      <Field label={label} className="flex-1">
        {(control) => (
          <TextBox
            {...control}
            {...bounds}
            type="number"
            inputMode="decimal"
            required={field === 'score'}
            placeholder={none}
            value={draft[field]}
            onChange={({ target }) => change({ [field]: target.value })}
          />
        )}
      </Field>
    );
  };
  const isComplete = draft.reason.trim() !== '' && draft.score !== '';
  return (
    <Dialog
      title={rule ? 'Edit the rule' : 'New rule'}
      description="All conditions that are given must hold. Nothing is kept before you save the rules."
      isWide
      onClose={onClose}
    >
      <form className="contents" onSubmit={(event) => (event.preventDefault(), onDone(ruleFrom(draft)))}>
        <DialogBody>
          <TypeBoxes chosen={draft.types} onChange={(types) => change({ types })} />
          <PriorityBoxes chosen={draft.priorities} onChange={(priorities) => change({ priorities })} />
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="One of these labels" hint="Separated by commas">
              {(control) => (
                <TextBox
                  {...control}
                  value={draft.labels}
                  onChange={({ target }) => change({ labels: target.value })}
                />
              )}
            </Field>
            <Field label="Title contains">
              {(control) => (
                <TextBox
                  {...control}
                  maxLength={100}
                  value={draft.titleContains}
                  onChange={({ target }) => change({ titleContains: target.value })}
                />
              )}
            </Field>
            <Field label="Goes to">
              {(control) => (
                <Choice
                  {...control}
                  values={EXECUTOR_TYPES}
                  labels={EXECUTOR_LABELS}
                  value={draft.executor}
                  onChoose={(executor) => executor && change({ executor })}
                />
              )}
            </Field>
            {number('score')}
          </div>
          <Field label="Why">
            {(control) => (
              <TextBox
                {...control}
                maxLength={500}
                placeholder="Claude Code knows our infrastructure"
                value={draft.reason}
                onChange={({ target }) => change({ reason: target.value })}
              />
            )}
          </Field>
          <FallbackChoices
            executor={draft.executor}
            chosen={draft.fallbacks}
            onChange={(fallbacks) => change({ fallbacks })}
          />
          <div className="grid items-end gap-3 sm:grid-cols-2">
            <DollarField
              label="Cost of an attempt"
              placeholder="The task's budget"
              value={draft.maxCost}
              onChange={(maxCost) => change({ maxCost })}
            />
            {number('maxMinutes')}
            {number('maxAttempts')}
            {number('heartbeatTimeoutSeconds')}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Back</Button>
          <Button look="primary" type="submit" disabled={!isComplete}>
            {rule ? 'Change the rule' : 'Add the rule'}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
