import { useEffect } from 'react';

/** The card that had the focus last; what happens in a dialog or menu is an episode of it. */
let focusedKey: string | undefined;

function remember({ target }: Event): void {
  if (!(target instanceof Element) || target.closest('[role=dialog],[role=menu]')) return;
  focusedKey = target.closest<HTMLElement>('[data-card]')?.dataset['card'];
}

addEventListener('focusin', remember);
addEventListener('pointerdown', remember);

/** A card that changes its column is drawn anew there; the focus goes with it. */
export const useKeptFocus = (key: string): void => useEffect(() => returnFocus(key), [key]);

/** Gives the focus back to a card that lost it to a move or to what the move asked, unless it is somewhere else by now. */
export function returnFocus(key: string): void {
  if (focusedKey !== key || document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>(`[data-card="${CSS.escape(key)}"] a`)?.focus({ preventScroll: true });
}
