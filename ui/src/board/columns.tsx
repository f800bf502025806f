import type { BoardFilters } from '../../../domain/board/view.ts';
import type { ProjectView } from '../../../operations/schemas/project.ts';
import { PHONE, useMediaQuery } from '../controls/media-query.ts';
import type { Board } from './board-data.ts';
import { CollapsedColumn } from './collapsed-column.tsx';
import { useCollapsed } from './collapsed.ts';
import { Column } from './column.tsx';
import { ColumnPager } from './column-pager.tsx';
import { useDropOn } from './drag.ts';

interface ColumnsProps {
  readonly board: Board;
  readonly slug: string;
  readonly filters: BoardFilters;
  readonly limits: ProjectView['columnLimits'];
  readonly openKey: string | undefined;
}

/** The columns side by side; on a phone one at a time. */
export function Columns({ board: { columns }, limits, ...rest }: ColumnsProps) {
  const isPhone = useMediaQuery(PHONE);
  const dropOn = useDropOn();
  const collapsed = useCollapsed('columns', rest.slug);

  if (isPhone) {
    return (
      <ColumnPager columns={columns} limits={limits}>
        {(column) => <Column key={column.status} {...rest} column={column} place={0} drop="NONE" />}
      </ColumnPager>
    );
  }
  return (
    <div className="flex min-h-0 flex-1 gap-2 overflow-x-auto px-3 pb-3">
      {columns.map((column, place) => {
        const shared = { column, limit: limits[column.status], drop: dropOn(column.status) };
        const toggle = () => collapsed.toggle(column.status);
        return collapsed.has(column.status) ? (
          <CollapsedColumn key={column.status} {...shared} onOpen={toggle} />
        ) : (
          <Column key={column.status} {...rest} {...shared} place={place} onCollapse={toggle} />
        );
      })}
    </div>
  );
}
