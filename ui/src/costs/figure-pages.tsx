import { Link } from '@tanstack/react-router';
import { useCurrentProject } from '../shell/current-project.ts';

const LOOK =
  'flex h-8 items-center px-3 text-[13px] text-ink-soft hover:bg-sunken max-md:h-11 max-md:flex-1 max-md:justify-center';
const ACTIVE = { className: 'bg-accent-soft! text-accent-text! font-medium', 'aria-current': 'page' } as const;

interface FigurePagesProps {
  readonly project: string | undefined;
}

/** From the costs of a project to those of all, and to how its work flows. */
export function FigurePages({ project }: FigurePagesProps) {
  const current = useCurrentProject();
  const slug = project ?? current?.slug;
  return (
    <nav
      aria-label="Figures"
      className="flex divide-x divide-line overflow-hidden rounded-md border border-line bg-surface max-md:w-full"
    >
      {slug !== undefined && (
        <Link
          to="/projects/$project/costs"
          params={{ project: slug }}
          className={LOOK}
          activeOptions={{ includeSearch: false }}
          activeProps={ACTIVE}
        >
          {project === undefined ? (current?.name ?? slug) : 'This project'}
        </Link>
      )}
      {slug !== undefined && (
        <Link to="/projects/$project/flow" params={{ project: slug }} className={LOOK} activeProps={ACTIVE}>
          Flow
        </Link>
      )}
      <Link to="/costs" className={LOOK} activeOptions={{ includeSearch: false }} activeProps={ACTIVE}>
        All projects
      </Link>
      <Link to="/flow" className={LOOK} activeProps={ACTIVE}>
        Flow of all
      </Link>
    </nav>
  );
}
