import type { TaskView } from '../../../operations/schemas/task.ts';
import { At } from '../controls/time.tsx';
import { moreInWords } from '../inbox/approval-words.ts';
import { RiskBadge } from '../inbox/risk-badge.tsx';
import { Section } from './section.tsx';

/** What may happen again for this task without asking. */
export function Grants({ grants }: Pick<TaskView, 'grants'>) {
  if (grants.length === 0) return null;
  return (
    <Section title="Allowed without asking">
      <ul className="flex flex-col gap-1 text-[13px]">
        {grants.map(({ approvalId, scope, tool, risk, until, usesLeft }) => (
          <li key={approvalId} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span className="min-w-0 flex-1">
              {scope === 'SAME_CALL' ? 'Same call of ' : 'Every call of '}
              <code className="font-mono text-xs">{tool}</code> allowed {moreInWords(usesLeft)} until{' '}
              <At time={until} />
            </span>
            <RiskBadge risk={risk} />
            <span className="font-mono text-xs text-ink-faint">{approvalId}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
