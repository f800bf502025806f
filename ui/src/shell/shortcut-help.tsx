import { useState } from 'react';
import { Dialog, DialogBody } from '../controls/dialog.tsx';
import { Keys } from './keys.tsx';
import { PLACES } from './places.ts';
import { areShortcutsOn, setShortcuts } from './shortcuts.ts';

const SHORTCUTS: readonly (readonly [keys: string, meaning: string])[] = [
  ['Ctrl K', 'Search everything: tasks, pages, agents, actions'],
  ['c', 'New task'],
  ['/', 'Search the board'],
  ...PLACES.flatMap(({ keys, name }) => (keys === undefined ? [] : [[keys, `Go to ${name}`] as const])),
  ['j  k', 'Next and previous card, also while one is open, or approval'],
  ['h  l', 'Card in the column to the left or right; the arrows work on cards too'],
  ['e', 'Edit the card in place: title, priority, labels, assignee, due'],
  ['m', 'Move the card by a menu'],
  ['a  d', 'Approve or deny, in the inbox'],
  ['x', 'Select a card or approval; with Shift, all from the last one'],
  ['Space', 'Pick up the focused card; arrows choose a column, Enter drops'],
  ['Enter', 'Open the focused card'],
  ['Ctrl Enter', 'Send a comment'],
  ['Esc', 'Close'],
  ['?', 'This list'],
];

export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const [isOn, setIsOn] = useState(areShortcutsOn);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <DialogBody>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
          {SHORTCUTS.map(([keys, meaning]) => (
            <div key={keys} className="contents">
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <label className="flex items-center gap-2 border-t border-line pt-3">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isOn}
            onChange={({ target }) => {
              setShortcuts(target.checked);
              setIsOn(target.checked);
            }}
          />
          Single-key shortcuts
        </label>
      </DialogBody>
    </Dialog>
  );
}
