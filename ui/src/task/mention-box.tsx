// The text box keeps the focus and says which option is meant; a select would take it away.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useQuery } from '@tanstack/react-query';
import { Bot, UserRound } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { MemberView } from '../../../operations/schemas/project.ts';
import { membersQuery } from '../api/queries.ts';
import { classNames } from '../controls/class-names.ts';
import { TextArea } from '../controls/field.tsx';
import { candidatesFor, complete, mentionBefore } from './mention-search.ts';

const SHOWN = 7;

interface MentionBoxProps {
  readonly slug: string;
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
}

/** A text box that knows the people and agents of a project: "@" and the first letters offer their names. */
export function MentionBox({ slug, label, placeholder, value, onChange, onSend }: MentionBoxProps) {
  const members = useQuery(membersQuery(slug)).data?.items ?? [];
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  /** Where the list was sent away with Escape. */
  const [dismissedAt, setDismissedAt] = useState<number>();
  const nextCaret = useRef<number>(undefined);

  const start = mentionBefore(value, caret);
  const offered = start && start.at !== dismissedAt ? candidatesFor(members, start.typed).slice(0, SHOWN) : [];
  const isOpen = offered.length > 0 && !isComplete(offered, start?.typed ?? '');
  const active = Math.min(chosen, offered.length - 1);

  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return;
    box.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  });

  function accept(member: MemberView | undefined): void {
    if (!start || !member) return;
    const done = complete(value, start, member.name);
    nextCaret.current = done.caret;
    setCaret(done.caret);
    setDismissedAt(start.at);
    onChange(done.text);
    box.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return onSend();
    if (!isOpen || event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((active + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') accept(offered[active]);
    else if (event.key === 'Escape') setDismissedAt(start?.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="relative min-w-0 flex-1">
      {isOpen && (
        <div
          id={listId}
          role="listbox"
          aria-label="People and agents"
          className="absolute bottom-full left-0 z-20 mb-1 w-72 max-w-full overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-high"
        >
          {offered.map((member, index) => (
            <Option
              key={`${member.kind} ${member.id}`}
              id={`${listId}-${index}`}
              member={member}
              isActive={index === active}
              onChoose={() => accept(member)}
            />
          ))}
        </div>
      )}
      <TextArea
        ref={box}
        aria-label={label}
        aria-autocomplete="list"
        {...(isOpen && { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${active}` })}
        rows={2}
        placeholder={placeholder}
        value={value}
        onChange={({ target }) => {
          const next = mentionBefore(target.value, target.selectionStart);
          if (next?.at !== dismissedAt) setDismissedAt(undefined);
          setCaret(target.selectionStart);
          setChosen(0);
          onChange(target.value);
        }}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
        onBlur={() => setDismissedAt(start?.at)}
        onKeyDown={onKeyDown}
      />
      <p aria-live="polite" className="sr-only">
        {isOpen && `${offered.length} names. Arrows choose, Enter takes.`}
      </p>
    </div>
  );
}

/** A name that is there as a whole needs no list any more. */
const isComplete = (offered: readonly MemberView[], typed: string): boolean =>
  offered.length === 1 && offered[0]?.name.toLowerCase() === typed.trim().toLowerCase();

interface OptionProps {
  readonly id: string;
  readonly member: MemberView;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ id, member, isActive, onChoose }: OptionProps) {
  const Icon = member.kind === 'AGENT' ? Bot : UserRound;
  return (
    // The text box hears the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={classNames(
        'flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-[13px] max-md:min-h-11',
        isActive && 'bg-sunken',
      )}
    >
      <Icon size={14} className="shrink-0 text-ink-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{member.name}</span>
      <span className="text-xs text-ink-faint">{member.role.toLowerCase()}</span>
    </div>
  );
}
