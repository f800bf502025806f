import { Link } from '@tanstack/react-router';
import type { NextAction } from '../../../domain/standup/next-actions.ts';
import type { Standup } from '../../../domain/standup/standup.ts';
import { StandupSection } from './standup-list.tsx';

/** The three things that people should do first, each with the way to it. */
export const StandupActions = ({ standup: { project, actions } }: { readonly standup: Standup }) => (
  <StandupSection title="What to do next">
    {actions.length === 0 && <p className="text-[13px] text-ink-faint">Nothing waits for people.</p>}
    <ol className="flex list-decimal flex-col gap-2 pl-5 marker:text-ink-faint">
      {actions.map((action) => (
        <li key={action.what}>
          <ActionLink project={project.slug} action={action} />
          <p className="text-xs break-words text-ink-soft">{action.why}</p>
        </li>
      ))}
    </ol>
  </StandupSection>
);

const LINK = 'font-medium break-words text-accent-text hover:underline';

interface ActionLinkProps {
  readonly project: string;
  readonly action: NextAction;
}

function ActionLink({ project, action: { kind, what, taskKey, approvalId } }: ActionLinkProps) {
  if (kind === 'LOOK_AT_ALERT') {
    return (
      <Link to="/alerts" search={{ project }} className={LINK}>
        {what}
      </Link>
    );
  }
  if (taskKey === undefined) {
    return (
      <Link to="/projects/$project/costs" params={{ project }} className={LINK}>
        {what}
      </Link>
    );
  }
  const search = approvalId === undefined ? {} : ({ tab: 'approvals' } as const);
  return (
    <Link to="/p/$project/t/$key" params={{ project, key: taskKey }} search={search} className={LINK}>
      {what}
    </Link>
  );
}
