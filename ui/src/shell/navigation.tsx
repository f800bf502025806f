import { Link, useNavigate } from '@tanstack/react-router';
import {
  Activity,
  Bot,
  CalendarCheck,
  ChartColumn,
  Ellipsis,
  HeartPulse,
  Inbox,
  ScrollText,
  SquareKanban,
  TriangleAlert,
  Waypoints,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../controls/class-names.ts';
import { Menu, MenuItem } from '../controls/menu.tsx';
import { useSevereAlerts } from '../alerts/severe-alerts.ts';
import { useWaitingApprovals } from './waiting.ts';

const WIDE =
  'flex h-8 items-center gap-1.5 rounded-md px-2.5 whitespace-nowrap text-ink-soft hover:bg-sunken hover:text-ink max-2xl:px-2 max-2xl:[&>svg]:hidden max-xl:px-1 max-xl:text-[13px] max-lg:px-0.5';
export const TALL =
  'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] text-ink-soft';
const ACTIVE = { className: 'bg-accent-soft! text-accent-text! font-medium', 'aria-current': 'page' } as const;

interface NavigationProps {
  /** The project at hand. */
  readonly slug: string | undefined;
}

/** Where one can go, in the header. */
export const WideNavigation = ({ slug }: NavigationProps) => (
  <nav
    aria-label="Main"
    className="ml-2 flex min-w-0 gap-0.5 overflow-x-auto [scrollbar-width:none] max-lg:ml-0 max-lg:gap-0"
  >
    <BoardLink slug={slug} look={WIDE} size={15} />
    <InboxLink look={WIDE} size={15} />
    <AgentsLink slug={slug} look={WIDE} size={15} />
    {slug !== undefined && (
      <Link to="/projects/$project/policies" params={{ project: slug }} className={WIDE} activeProps={ACTIVE}>
        <ScrollText size={15} aria-hidden /> Policies
      </Link>
    )}
    {slug !== undefined && (
      <Link to="/projects/$project/routing" params={{ project: slug }} className={WIDE} activeProps={ACTIVE}>
        <Waypoints size={15} aria-hidden /> Routing
      </Link>
    )}
    <Link
      {...(slug === undefined
        ? { to: '/costs' as const }
        : { to: '/projects/$project/costs' as const, params: { project: slug } })}
      className={WIDE}
      activeOptions={{ includeSearch: false }}
      activeProps={ACTIVE}
    >
      <ChartColumn size={15} aria-hidden /> Costs
    </Link>
    <Link
      to="/standup"
      search={slug === undefined ? {} : { project: slug }}
      className={WIDE}
      activeOptions={{ includeSearch: false }}
      activeProps={ACTIVE}
    >
      <CalendarCheck size={15} aria-hidden /> Standup
    </Link>
    <Link to="/alerts" className={WIDE} activeOptions={{ includeSearch: false }} activeProps={ACTIVE}>
      <TriangleAlert size={15} aria-hidden />
      <span>
        Alerts <AlertCount />
      </span>
    </Link>
    <Link to="/activity" className={WIDE} activeOptions={{ includeSearch: false }} activeProps={ACTIVE}>
      <Activity size={15} aria-hidden /> Activity
    </Link>
    <Link to="/health" className={WIDE} activeProps={ACTIVE}>
      <HeartPulse size={15} aria-hidden /> Health
    </Link>
  </nav>
);

interface TallNavigationProps extends NavigationProps {
  readonly newTask: ReactNode;
}

/** The same at the foot of a phone, where the thumb is: the four most used ones, and everything else behind "More". */
export const TallNavigation = ({ slug, newTask }: TallNavigationProps) => (
  <nav
    aria-label="Main"
    className="flex shrink-0 items-stretch border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
  >
    <BoardLink slug={slug} look={TALL} size={20} />
    <InboxLink look={TALL} size={20} />
    {newTask}
    <AgentsLink slug={slug} look={TALL} size={20} />
    <MoreMenu slug={slug} />
  </nav>
);

interface PlaceProps extends NavigationProps {
  readonly look: string;
  readonly size: number;
}

const BoardLink = ({ slug, look, size }: PlaceProps) =>
  slug !== undefined && (
    <Link
      to="/p/$project"
      params={{ project: slug }}
      search={{}}
      activeOptions={{ includeSearch: false }}
      className={look}
      activeProps={ACTIVE}
    >
      <SquareKanban size={size} aria-hidden /> Board
    </Link>
  );

const AgentsLink = ({ slug, look, size }: PlaceProps) =>
  slug !== undefined && (
    <Link to="/projects/$project/agents" params={{ project: slug }} className={look} activeProps={ACTIVE}>
      <Bot size={size} aria-hidden /> Agents
    </Link>
  );

const InboxLink = ({ look, size }: Omit<PlaceProps, 'slug'>) => {
  const waiting = useWaitingApprovals();
  return (
    <Link to="/inbox" className={look} activeProps={ACTIVE}>
      <Inbox size={size} aria-hidden />
      <span>Inbox {waiting > 0 && <Count count={waiting} says="approvals wait for you" colour="bg-warn" />}</span>
    </Link>
  );
};

function MoreMenu({ slug }: NavigationProps) {
  const navigate = useNavigate();
  const severe = useSevereAlerts();
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={TALL}>
          <Ellipsis size={20} aria-hidden />
          <span>More {severe > 0 && <Count count={severe} says="severe alerts are open" colour="bg-bad" />}</span>
        </button>
      }
    >
      {slug !== undefined && (
        <MenuItem onSelect={() => void navigate({ to: '/projects/$project/policies', params: { project: slug } })}>
          <Icon of={ScrollText} /> Policies
        </MenuItem>
      )}
      {slug !== undefined && (
        <MenuItem onSelect={() => void navigate({ to: '/projects/$project/routing', params: { project: slug } })}>
          <Icon of={Waypoints} /> Routing
        </MenuItem>
      )}
      <MenuItem
        onSelect={() =>
          void (slug === undefined
            ? navigate({ to: '/costs' })
            : navigate({ to: '/projects/$project/costs', params: { project: slug } }))
        }
      >
        <Icon of={ChartColumn} /> Costs
      </MenuItem>
      <MenuItem onSelect={() => void navigate({ to: '/standup', search: slug === undefined ? {} : { project: slug } })}>
        <Icon of={CalendarCheck} /> Standup
      </MenuItem>
      <MenuItem onSelect={() => void navigate({ to: '/alerts' })}>
        <Icon of={TriangleAlert} /> Alerts <AlertCount />
      </MenuItem>
      <MenuItem onSelect={() => void navigate({ to: '/activity' })}>
        <Icon of={Activity} /> Activity
      </MenuItem>
      <MenuItem onSelect={() => void navigate({ to: '/health' })}>
        <Icon of={HeartPulse} /> Health
      </MenuItem>
    </Menu>
  );
}

const Icon = ({ of: Shape }: { readonly of: LucideIcon }) => <Shape size={15} aria-hidden />;

const AlertCount = () => {
  const severe = useSevereAlerts();
  return severe > 0 && <Count count={severe} says="severe alerts are open" colour="bg-bad" />;
};

interface CountProps {
  readonly count: number;
  readonly says: string;
  readonly colour: string;
}

const Count = ({ count, says, colour }: CountProps) => (
  <span className={classNames('rounded-full px-1.5 py-px text-[11px] font-semibold text-canvas', colour)}>
    {count}
    <span className="sr-only"> {says}</span>
  </span>
);
