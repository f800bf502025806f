import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import type { CommandResult } from '../api/commands.ts';
import { accept } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import type { BulkAction } from './bulk-actions.ts';
import { runForAll, summaryOf, type BulkOutcome } from './bulk-run.ts';
import { selection } from './selection.ts';

interface Undoable {
  readonly key: string;
  readonly undo: () => Promise<CommandResult>;
}

/** Does things to many tasks, tells how far it is and what was refused, and takes back what can be taken back. */
export function useBulk() {
  const client = useQueryClient();
  const [progress, setProgress] = useState<{ readonly done: number; readonly of: number }>();
  const [outcomes, setOutcomes] = useState<readonly BulkOutcome[]>([]);

  async function run(cards: readonly TaskCard[], { done, act }: BulkAction): Promise<void> {
    const undoable: Undoable[] = [];
    const outcome = await follow(cards, async (card) => {
      const { result, undo } = await act(card);
      accept(client, result);
      if (undo) undoable.push({ key: card.key, undo });
    });
    tell(outcome, done, undoable.length > 0 ? () => void takeBack(undoable) : undefined);
  }

  async function takeBack(undoable: readonly Undoable[]): Promise<void> {
    const outcome = await follow(undoable, async ({ undo }) => void accept(client, await undo()));
    const refused = outcome.filter(({ refusal }) => refusal !== undefined);
    if (refused.length < outcome.length) notice.done(summaryOf(outcome, 'taken back'));
    for (const { key, refusal } of refused.slice(0, 2)) notice.refused(`${key} was not taken back`, refusal);
  }

  async function follow<Item extends { readonly key: string }>(
    items: readonly Item[],
    act: (item: Item) => Promise<void>,
  ): Promise<readonly BulkOutcome[]> {
    setOutcomes([]);
    setProgress({ done: 0, of: items.length });
    const outcome = await runForAll(items, act, (done) => setProgress({ done, of: items.length }));
    setProgress(undefined);
    return outcome;
  }

  /** What was refused stays chosen, so that something else can be tried with it. */
  function tell(outcome: readonly BulkOutcome[], done: string, undo: (() => void) | undefined): void {
    const refused = outcome.filter(({ refusal }) => refusal !== undefined);
    setOutcomes(refused);
    selection.set(refused.map(({ key }) => key));
    if (refused.length < outcome.length) notice.done(summaryOf(outcome, done), undo);
  }

  return { run, progress, refused: outcomes, forget: () => setOutcomes([]) };
}
