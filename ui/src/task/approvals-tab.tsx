import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { taskApprovalsQuery } from '../api/queries.ts';
import { Empty } from '../controls/states.tsx';
import { ApprovalCard } from '../inbox/approval-card.tsx';
import { DenyProvider } from '../inbox/deny-provider.tsx';
import { Grants } from './grants.tsx';
import { Pages } from './pages.tsx';

export default function ApprovalsTab({ task }: { readonly task: TaskView }) {
  const query = useInfiniteQuery(taskApprovalsQuery(task.key));
  return (
    <DenyProvider>
      <Grants grants={task.grants} />
      <Pages
        query={query}
        empty={
          <Empty title="Nothing was asked for" icon={<ShieldCheck size={20} aria-hidden />}>
            <p>What agents and executors may not do by themselves is asked here.</p>
          </Empty>
        }
      >
        {(approvals) => (
          <ol aria-label="Approvals" className="flex flex-col gap-3 p-4">
            {approvals.map((approval) => (
              <li key={approval.id}>
                <ApprovalCard approval={approval} />
              </li>
            ))}
          </ol>
        )}
      </Pages>
    </DenyProvider>
  );
}
