import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { TaskChanged } from '../../../operations/schemas/stream.ts';
import type { Reach } from './board-data.ts';
import { patchBoards, type CardNews } from './board-query.ts';

/** What arrives within this time is drawn at once; nobody sees the difference, and a flood does not stop the page. */
const GATHER_MS = 50;
const COUNT_AGAIN_MS = 400;
/** Counting again asks for a whole board, so a flood of changes must not lead to a flood of boards. */
const COUNT_AT_MOST_EVERY_MS = 2_000;

let isHeld = false;
let release: () => void = () => undefined;

/** Nothing moves under the hand of somebody who drags a card; what has happened meanwhile is shown afterwards. */
export function holdBoards(hold: boolean): void {
  isHeld = hold;
  if (!hold) release();
}

/** Carries changes of tasks onto the boards that show them. */
export function liveBoards(client: QueryClient) {
  const waiting = new Map<string, CardNews[]>();
  const uncertain = new Map<string, QueryKey>();
  let drawing: ReturnType<typeof setTimeout> | undefined;
  let counting: ReturnType<typeof setTimeout> | undefined;
  let countedAt = 0;

  function draw(): void {
    drawing = undefined;
    if (isHeld) return;
    for (const [slug, news] of waiting) {
      for (const key of patchBoards(client, slug, news)) uncertain.set(JSON.stringify(key), key);
    }
    waiting.clear();
    if (uncertain.size === 0) return;
    const soonest = Math.max(COUNT_AGAIN_MS, countedAt + COUNT_AT_MOST_EVERY_MS - performance.now());
    counting ??= setTimeout(countAgain, soonest);
  }

  function countAgain(): void {
    counting = undefined;
    countedAt = performance.now();
    for (const queryKey of uncertain.values()) void client.invalidateQueries({ queryKey, exact: true });
    uncertain.clear();
  }

  release = () => {
    if (waiting.size > 0) draw();
  };

  return {
    changed({ type, card, projectId }: TaskChanged): void {
      const news = waiting.get(projectId) ?? [];
      news.push({ card, reach: REACH[type] ?? 'FACE' });
      waiting.set(projectId, news);
      drawing ??= setTimeout(draw, GATHER_MS);
    },
  };
}

/** What of a task decides on which boards it is, in which column, and where there. */
const REACH: Readonly<Record<string, Reach>> = {
  'task.created': 'NEW',
  'task.edited': 'PLACE',
  'task.assigned': 'PLACE',
  'task.unassigned': 'PLACE',
  'task.transitioned': 'PLACE',
};
