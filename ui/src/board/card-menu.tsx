import { Ellipsis, Link2 } from 'lucide-react';
import type { TaskStatus } from '../../../domain/task/vocabulary.ts';
import { Button } from '../controls/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../controls/menu.tsx';
import { notice } from '../controls/notice.ts';
import { useMove } from '../moves/move-provider.tsx';
import { StatusMark } from './status-mark.tsx';
import { STATUS_LABELS } from './words.ts';

interface CardMenuProps {
  readonly taskKey: string;
  readonly slug: string;
  readonly targets: readonly TaskStatus[];
}

/** Moving without dragging. */
export function CardMenu({ taskKey, slug, targets }: CardMenuProps) {
  const move = useMove();

  async function copyLink(): Promise<void> {
    await navigator.clipboard.writeText(`${location.origin}/p/${slug}/t/${taskKey}`);
    notice.done('Link copied');
  }

  return (
    <Menu
      align="end"
      trigger={
        <Button
          look="quiet"
          size="icon"
          aria-label={targets.length > 0 ? `Move ${taskKey}` : `More about ${taskKey}`}
          className="relative z-10 -my-1.5 -mr-1.5 size-7! opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 max-md:-my-2.5 max-md:-mr-2.5 max-md:size-11! max-md:opacity-100 pointer-coarse:opacity-100"
          onMouseDown={(event) => event.stopPropagation()}
          onTouchStart={(event) => event.stopPropagation()}
        >
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
    >
      {targets.length > 0 && <MenuLabel>Move to</MenuLabel>}
      {targets.map((to) => (
        <MenuItem key={to} onSelect={() => void move(taskKey, to)} isDangerous={to === 'CANCELED'}>
          <StatusMark status={to} /> {STATUS_LABELS[to]}
        </MenuItem>
      ))}
      {targets.length > 0 && <MenuLine />}
      <MenuItem onSelect={() => void copyLink()}>
        <Link2 size={14} aria-hidden /> Copy link
      </MenuItem>
    </Menu>
  );
}
