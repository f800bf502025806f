import { Command } from 'cmdk';
import { Dialog as Primitive } from 'radix-ui';
import { useRef, useState } from 'react';
import type { Entry } from './entry.ts';
import { useEntries } from './use-entries.tsx';
import { Keys } from '../shell/keys.tsx';

interface CommandPaletteProps {
  /** Offers nothing else. */
  readonly only: 'PROJECTS' | undefined;
  readonly onClose: () => void;
}

const WHAT = { all: 'Search tasks, pages, agents and actions', PROJECTS: 'Find a project' } as const;

/** Everything, by a few letters: opens on Ctrl+K, arrows choose, Enter does it. */
export default function CommandPalette({ only, onClose }: CommandPaletteProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string>();
  // The list chooses its first line by itself after each letter; only people choose for good.
  const isMoving = useRef(false);
  const { groups, isSearching } = useEntries(typed, only);
  const entries = groups.flatMap(({ items }) => items);
  // Until somebody moves, the best one is chosen, also when it arrives after others.
  const selected = entries.some(({ id }) => id === chosen) ? chosen : entries[0]?.id;
  const what = WHAT[only ?? 'all'];

  function run(entry: Entry): void {
    onClose();
    // Once the focus is back, so that a dialog which follows can take it.
    setTimeout(entry.run);
  }

  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/40 dark:bg-black/60" />
        <Primitive.Content
          aria-describedby={undefined}
          className="animate-enter fixed inset-x-0 top-0 z-50 flex max-h-dvh flex-col overflow-hidden bg-raised shadow-high outline-none md:inset-x-auto md:top-[12vh] md:left-1/2 md:max-h-[min(70dvh,34rem)] md:w-full md:max-w-xl md:-translate-x-1/2 md:rounded-xl md:border md:border-line"
        >
          <Primitive.Title className="sr-only">{what}</Primitive.Title>
          <Command
            label={what}
            shouldFilter={false}
            loop
            value={selected ?? ''}
            onKeyDown={() => (isMoving.current = true)}
            onPointerMoveCapture={() => (isMoving.current = true)}
            onValueChange={(value) => isMoving.current && setChosen(value)}
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex items-center gap-2 border-b border-line px-4 max-md:px-3">
              <Command.Input
                value={typed}
                onValueChange={(next) => {
                  setTyped(next);
                  setChosen(undefined);
                  isMoving.current = false;
                }}
                maxLength={100}
                placeholder={`${what}…`}
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
              />
              <button
                type="button"
                onClick={onClose}
                className="h-11 shrink-0 px-1 text-[13px] text-ink-soft md:sr-only"
              >
                Close
              </button>
            </div>
            <Command.List label="Results" className="min-h-0 flex-1 scroll-py-2 overflow-y-auto p-1.5">
              {groups.map(({ name, items }) => (
                <Command.Group
                  key={name}
                  heading={name}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {items.map((entry) => (
                    <Choice key={entry.id} entry={entry} onSelect={() => run(entry)} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <Outcome count={entries.length} isSearching={isSearching} typed={typed} />
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const Choice = ({ entry, onSelect }: { readonly entry: Entry; readonly onSelect: () => void }) => (
  <Command.Item
    value={entry.id}
    onSelect={onSelect}
    className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 aria-selected:bg-accent-soft max-md:min-h-12"
  >
    <span aria-hidden className="flex size-4 shrink-0 items-center justify-center text-ink-faint [&>svg]:size-4">
      {entry.icon}
    </span>
    <span className="min-w-0 flex-1 truncate">{entry.label}</span>
    {entry.detail !== undefined && (
      <span className="max-w-[45%] shrink-0 truncate text-xs text-ink-soft">{entry.detail}</span>
    )}
    {entry.keys !== undefined && <Keys keys={entry.keys} className="max-md:hidden" />}
  </Command.Item>
);

interface OutcomeProps {
  readonly count: number;
  readonly isSearching: boolean;
  readonly typed: string;
}

/** Says what came of it; for screen readers also how much there is. */
function Outcome({ count, isSearching, typed }: OutcomeProps) {
  if (count > 0) return <output className="sr-only">{isSearching ? '' : `${count} results`}</output>;
  return (
    <output className="block px-4 pt-2 pb-6 text-center text-[13px] text-ink-soft">
      {isSearching ? 'Searching…' : `Nothing is called “${typed.trim()}”.`}
    </output>
  );
}
