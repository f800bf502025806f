import { Bot, Cog, UserRound } from 'lucide-react';
import type { ActorRef } from '../../../domain/actor.ts';

const ICONS = { HUMAN: UserRound, AGENT: Bot, SYSTEM: Cog } as const;
const KINDS = { HUMAN: 'person', AGENT: 'agent', SYSTEM: 'system' } as const;

/** Whoever did it, and what kind of actor that is. */
export function Who({ actor }: { readonly actor: ActorRef }) {
  const Icon = ICONS[actor.kind];
  return (
    <span className="inline-flex items-center gap-1 align-bottom font-medium" title={KINDS[actor.kind]}>
      <Icon size={13} className="text-ink-faint" aria-label={KINDS[actor.kind]} />
      {actor.name}
    </span>
  );
}
