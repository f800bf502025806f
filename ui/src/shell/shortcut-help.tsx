import { useState } from 'react';
import { Dialog, DialogBody } from '../controls/dialog.tsx';
import { areShortcutsOn, setShortcuts } from './shortcuts.ts';

const SHORTCUTS = [
  ['c', 'New task'],
  ['/', 'Search the board'],
  ['g b', 'Go to the board'],
  ['g i', 'Go to the inbox'],
  ['g a', 'Go to the agents'],
  ['g p', 'Go to the policies'],
  ['g r', 'Go to the routing'],
  ['g c', 'Go to the costs'],
  ['g n', 'Go to the notifications'],
  ['g l', 'Go to the alerts'],
  ['g v', 'Go to the activity'],
  ['g s', 'Go to the settings of the project, or to your account'],
  ['j  k', 'Next and previous card or approval'],
  ['a  d', 'Approve or deny, in the inbox'],
  ['x', 'Select in the inbox; with Shift, all from the last one'],
  ['Space', 'Pick up the focused card; arrows choose a column, Enter drops'],
  ['Enter', 'Open the focused card'],
  ['Ctrl Enter', 'Send a comment'],
  ['Esc', 'Close'],
  ['?', 'This list'],
] as const;

export default function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const [isOn, setIsOn] = useState(areShortcutsOn);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <DialogBody>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
          {SHORTCUTS.map(([keys, meaning]) => (
            <div key={keys} className="contents">
              <dt className="flex gap-1">
                {keys.split(/\s+/).map((key) => (
                  <kbd key={key} className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs">
                    {key}
                  </kbd>
                ))}
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
