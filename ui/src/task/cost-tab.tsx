import { useInfiniteQuery } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import type { TaskView } from '../../../operations/schemas/task.ts';
import { runsQuery } from '../api/queries.ts';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import { Empty } from '../controls/states.tsx';
import { RunList } from '../costs/run-list.tsx';
import { Pages } from './pages.tsx';
import { RunTable } from './run-table.tsx';
import { TaskBudget } from './task-budget.tsx';

export default function CostTab({ task }: { readonly task: TaskView }) {
  const isPhone = useMediaQuery(PHONE);
  return (
    <>
      <TaskBudget task={task} />
      <Pages
        query={useInfiniteQuery(runsQuery(task.key))}
        empty={
          <Empty title="No model has worked on this yet" icon={<ReceiptText size={20} aria-hidden />}>
            <p>Every run appears here with its tokens and its price.</p>
          </Empty>
        }
      >
        {(runs) =>
          isPhone ? (
            <div className="px-4 py-2">
              <RunList runs={runs} tells="AGENT" />
            </div>
          ) : (
            <RunTable runs={runs} />
          )
        }
      </Pages>
    </>
  );
}
