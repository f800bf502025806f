import { Link } from '@tanstack/react-router';
import type { AgentView } from '../../../operations/schemas/agent.ts';
import { ROLE_LABELS } from './agent-words.ts';

interface AgentLinkProps {
  readonly slug: string;
  readonly agent: AgentView;
}

/** An agent's name; the whole row or card around it, which is `relative`, opens its panel. */
export const AgentLink = ({ slug, agent: { id, name, emoji, role } }: AgentLinkProps) => (
  <span className="flex min-w-0 items-center gap-2.5">
    <span aria-hidden className="flex size-7 shrink-0 items-center justify-center rounded-md bg-sunken text-base">
      {emoji ?? '🤖'}
    </span>
    <span className="min-w-0">
      <Link
        to="/projects/$project/agents/$agent"
        params={{ project: slug, agent: id }}
        data-agent={id}
        className="block truncate font-medium after:absolute after:inset-0 hover:underline"
      >
        {name}
      </Link>
      <span className="block text-xs text-ink-faint">{ROLE_LABELS[role]}</span>
    </span>
  </span>
);
