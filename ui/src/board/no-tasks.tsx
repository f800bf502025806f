import { Plus, Search } from 'lucide-react';
import type { BoardFilters } from '../../../domain/board/view.ts';
import { isOperator } from '../../../domain/actor.ts';
import { Button } from '../controls/button.tsx';
import { Empty } from '../controls/states.tsx';
import { useActor } from '../shell/actor.ts';
import { openDialog } from '../shell/shell-dialog.ts';
import { hasFilters } from './board-data.ts';
import { NO_FILTERS } from './board-look.ts';
import { useChangeLook } from './use-board-look.ts';

interface NoTasksProps {
  readonly slug: string;
  readonly filters: BoardFilters;
}

/** A board with nothing on it: because of its filters, or because there are no tasks yet. */
export default function NoTasks({ slug, filters }: NoTasksProps) {
  const { filter } = useChangeLook(slug);
  const mayWrite = isOperator(useActor());
  if (hasFilters(filters)) {
    return (
      <Empty title="No task matches the filters" icon={<Search size={22} aria-hidden />}>
        <p>Nothing in the columns of this board is like what you filter by.</p>
        <Button className="mt-2" onClick={() => filter(NO_FILTERS)}>
          Show all tasks
        </Button>
      </Empty>
    );
  }
  return (
    <Empty title="No tasks yet">
      <p>Lanes appear with the first tasks.</p>
      {mayWrite && (
        <Button look="primary" className="mt-2" onClick={() => openDialog({ name: 'NEW_TASK' })}>
          <Plus size={15} aria-hidden /> Write a task
        </Button>
      )}
    </Empty>
  );
}
