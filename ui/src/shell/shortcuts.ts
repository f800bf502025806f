import { useEffect, useRef } from 'react';

const STORED_AS = 'shortcuts';
const CHORD_MS = 1200;

type Handler = (event: KeyboardEvent) => void;
const handlers = new Map<string, Handler[]>();
let chordStart = '';
let chordAt = 0;

/** Single keys can be switched off (WCAG 2.1.4), for people who speak to their computer. */
export const areShortcutsOn = (): boolean => localStorage.getItem(STORED_AS) !== 'off';
export const setShortcuts = (isOn: boolean): void => localStorage.setItem(STORED_AS, isOn ? 'on' : 'off');

/**
 * Calls `handler` for a key ("c") or a chord ("g b") pressed outside of text fields and dialogs, and for a key with Ctrl
 * or Cmd ("Mod+k") also within text fields; the newest one wins.
 */
export function useShortcut(keys: string, handler: Handler): void {
  const current = useRef(handler);
  useEffect(() => {
    current.current = handler;
  });
  useEffect(() => {
    const call: Handler = (event) => current.current(event);
    handlers.set(keys, [...(handlers.get(keys) ?? []), call]);
    return () =>
      void handlers.set(
        keys,
        (handlers.get(keys) ?? []).filter((other) => other !== call),
      );
  }, [keys]);
}

/** Listens until the returned function is called. */
export function listenForShortcuts(): () => void {
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing || isDialogOpen()) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.metaKey) {
    if (!event.shiftKey) call(handlers.get(`Mod+${key}`)?.at(-1), event);
    return;
  }
  if (isTyping(event.target) || !areShortcutsOn()) return;
  const chord = event.timeStamp - chordAt < CHORD_MS ? `${chordStart} ${key}` : key;
  const handler = handlers.get(chord)?.at(-1) ?? handlers.get(key)?.at(-1);
  chordStart = key;
  chordAt = event.timeStamp;
  call(handler, event);
}

function call(handler: Handler | undefined, event: KeyboardEvent): void {
  if (!handler) return;
  event.preventDefault();
  handler(event);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === 'checkbox');

const isDialogOpen = (): boolean => document.querySelector('[role=dialog],[role=alertdialog],[role=menu]') !== null;
