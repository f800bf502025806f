import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BoardGrouping } from '../../../domain/board/view.ts';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import type { CommandResult } from '../api/commands.ts';
import { accept } from '../api/use-command.ts';
import { notice } from '../controls/notice.ts';
import { useMove } from '../moves/move-provider.tsx';
import { patchBoards } from './board-query.ts';
import { intoLane } from './lane-change.ts';
import type { Lane } from './lanes.ts';
import { offerLanes } from './offered-lanes.ts';

/** Lets lanes take cards from each other: each becomes what the others in the lane are. */
export function useLaneMoves(slug: string, grouping: BoardGrouping, lanes: readonly Lane[]): void {
  const client = useQueryClient();
  const move = useMove();

  const show = (card: TaskCard) => void patchBoards(client, slug, [{ card, reach: 'PLACE' }]);

  async function take(card: TaskCard, from: string, lane: Lane, to: TaskStatus): Promise<void> {
    const { expected, action } = intoLane(card, grouping, from, lane);
    const seq = between(card.seq);
    show({ ...card, ...expected, seq });
    try {
      const { result, undo } = await action.act(card);
      accept(client, result);
      notice.done(`${card.key} ${action.done}`, undo && (() => void takeBack(card.key, undo)));
      if (to !== card.status && to !== result.task.status) await move(card.key, to, { isDrag: true });
    } catch (error) {
      show({ ...card, seq: between(seq) });
      notice.refused(`${card.key} was not moved to ${lane.name}`, error);
    }
  }

  async function takeBack(key: string, undo: () => Promise<CommandResult>): Promise<void> {
    try {
      accept(client, await undo());
    } catch (error) {
      notice.refused(`${key} was not taken back`, error);
    }
  }

  useEffect(() =>
    offerLanes(
      lanes.map((lane) => ({
        value: lane.value,
        name: lane.name,
        take: (card, from, to) => void take(card, from, lane, to),
      })),
    ),
  );
}

/** Newer than a version that is shown, and older than anything that happens next. */
const between = (seq: number): number => (seq + Math.floor(seq) + 1) / 2;
