import type { Assignee } from '../../../domain/actor.ts';
import { classNames } from '../controls/class-names.ts';

const TONES = [
  'bg-accent-soft text-accent-text',
  'bg-violet-soft text-violet',
  'bg-teal-soft text-teal',
  'bg-warn-soft text-warn',
  'bg-good-soft text-good',
] as const;

/** Initials: round for a person, square for an agent. */
export function Avatar({ who, isLarge = false }: { readonly who: Assignee; readonly isLarge?: boolean }) {
  const tone =
    TONES[Array.from(who.name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % TONES.length];
  return (
    <span
      title={`${who.name} (${who.kind === 'AGENT' ? 'agent' : 'person'})`}
      className={classNames(
        'inline-flex items-center justify-center font-semibold ring-1 ring-surface select-none',
        isLarge ? 'size-6 text-[11px]' : 'size-5 text-[10px]',
        who.kind === 'AGENT' ? 'rounded-[5px]' : 'rounded-full',
        tone,
      )}
    >
      <span aria-hidden>{initials(who.name)}</span>
      <span className="sr-only">{who.name}</span>
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '');
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : name.slice(0, 2);
  return letters.toUpperCase();
}
