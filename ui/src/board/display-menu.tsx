import { SlidersHorizontal } from 'lucide-react';
import { BOARD_GROUPINGS, type BoardGrouping } from '../../../domain/board/view.ts';
import { TASK_STATUSES } from '../../../domain/task/vocabulary.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuCheck, MenuChoice, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { StatusMark } from './status-mark.tsx';
import { useBoardLook, useChangeLook } from './use-board-look.ts';
import { STATUS_LABELS } from './words.ts';

const GROUPING_LABELS: Readonly<Record<BoardGrouping, string>> = {
  ASSIGNEE: 'Assignee',
  PRIORITY: 'Priority',
  LABEL: 'Label',
};

/** Lanes, and which columns are there. */
export function DisplayMenu({ slug }: { readonly slug: string }) {
  const { grouping, hiddenColumns } = useBoardLook(slug).look;
  const { change } = useChangeLook(slug);
  const hidden = hiddenColumns.length;

  return (
    <Menu
      trigger={
        <Button className="text-[13px] max-md:w-full">
          <SlidersHorizontal size={14} aria-hidden />
          {grouping ? `By ${GROUPING_LABELS[grouping].toLowerCase()}` : 'Display'}
          {hidden > 0 && <span className="text-ink-faint">{hidden} hidden</span>}
        </Button>
      }
    >
      <MenuLabel>Lanes</MenuLabel>
      <MenuChoice
        value={grouping ?? 'NONE'}
        onChoose={(chosen) => change({ grouping: chosen === 'NONE' ? undefined : chosen })}
        options={[
          { value: 'NONE', label: 'No lanes' },
          ...BOARD_GROUPINGS.map((by) => ({ value: by, label: GROUPING_LABELS[by] })),
        ]}
      />
      <MenuLine />
      <MenuLabel>Columns</MenuLabel>
      {TASK_STATUSES.map((status) => {
        const isHidden = hiddenColumns.includes(status);
        return (
          <MenuCheck
            key={status}
            isChecked={!isHidden}
            isDisabled={!isHidden && hidden === TASK_STATUSES.length - 1}
            onChange={(isShown) =>
              change({
                hiddenColumns: isShown ? hiddenColumns.filter((one) => one !== status) : [...hiddenColumns, status],
              })
            }
          >
            <StatusMark status={status} /> {STATUS_LABELS[status]}
          </MenuCheck>
        );
      })}
    </Menu>
  );
}
