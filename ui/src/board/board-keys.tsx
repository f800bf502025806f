import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { TaskCard } from '../../../operations/schemas/task.ts';
import { isOperator } from '../../../domain/actor.ts';
import { useActor } from '../shell/actor.ts';
import { useShortcut } from '../shell/shortcuts.ts';
import { moveFocus, neighbourOf, shownCards, shownKeys } from './board-order.ts';
import { useCardMenu } from './card-menu.tsx';
import { openQuickEdit } from './quick-edit-state.ts';
import { selection } from './selection.ts';

const ARROWS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' } as const;

/** The keys of the board. What is meant is the card with the focus, else the one under the pointer, else the open one. */
export function BoardKeys({ slug, openKey }: { readonly slug: string; readonly openKey: string | undefined }) {
  const navigate = useNavigate();
  const actor = useActor();
  const openMenu = useCardMenu();

  function step(by: 1 | -1): void {
    if (openKey === undefined) return moveFocus(by > 0 ? 'down' : 'up');
    const next = neighbourOf(openKey, by);
    if (next === undefined) return;
    const params = { project: slug, key: next };
    void navigate({ to: '/p/$project/t/$key', params, search: true, replace: true });
  }

  const onCard = (act: (card: TaskCard, element: HTMLElement | undefined) => void) => () => {
    const element = cardElement();
    const key = element?.dataset['card'] ?? openKey;
    const card = shownCards().find((candidate) => candidate.key === key);
    if (card && isOperator(actor)) act(card, element);
  };

  useShortcut('j', () => step(1));
  useShortcut('k', () => step(-1));
  useShortcut('h', () => moveFocus('left'));
  useShortcut('l', () => moveFocus('right'));
  useShortcut('x', (event) =>
    onCard(({ key }) => (event.shiftKey ? selection.extendTo(key, shownKeys()) : selection.toggle(key)))(),
  );
  useShortcut(
    'e',
    onCard(({ key }) => openQuickEdit(key)),
  );
  useShortcut(
    'm',
    onCard((card, element) => {
      const button = element?.querySelector<HTMLElement>('[data-menu]');
      if (button) openMenu(card, button);
    }),
  );

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const isOnCard = event.target instanceof Element && event.target.closest('[data-card]') !== null;
      const direction = ARROWS[event.key as keyof typeof ARROWS];
      if (isOnCard && direction) {
        event.preventDefault();
        moveFocus(direction);
      }
      if (event.key === 'Escape' && openKey === undefined && !isInDialog(event.target)) selection.clear();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [openKey]);

  return null;
}

const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role=dialog],[role=menu],input,textarea') !== null;

const cardElement = (): HTMLElement | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-card]') ??
  document.querySelector<HTMLElement>('[data-card]:hover') ??
  undefined;
