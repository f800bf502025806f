/** Pages that show one project by `?project=`, or all of them. */
const OF_ONE_OR_ALL: readonly string[] = ['/activity', '/alerts'];
/** Pages that are below a project, or stand for all of them. */
const BELOW_ONE_OR_ALL: readonly string[] = ['/costs', '/flow'];

export interface Address {
  readonly pathname: string;
  /** What the address says after `project=`. */
  readonly project: string | undefined;
}

/** Whether the page shows every project. */
export const showsAll = ({ pathname, project }: Address): boolean =>
  BELOW_ONE_OR_ALL.includes(pathname) || (OF_ONE_OR_ALL.includes(pathname) && project === undefined);

/** The same page about all projects, where there is such a page. */
export function ofAllProjects({ pathname }: Address): string | undefined {
  const page = pathname.replace(/^\/projects\/[^/]+/, '');
  if (BELOW_ONE_OR_ALL.includes(page)) return page;
  return OF_ONE_OR_ALL.includes(pathname) ? pathname : undefined;
}

/** The same page about another project; the board, where the page is about none. */
export function ofProject({ pathname, project }: Address, slug: string): string {
  const page = /^\/projects\/[^/]+\/([^/]+)/.exec(pathname)?.[1];
  if (page !== undefined) return `/projects/${slug}/${page}`;
  if (BELOW_ONE_OR_ALL.includes(pathname)) return `/projects/${slug}${pathname}`;
  if (OF_ONE_OR_ALL.includes(pathname) || project !== undefined) return `${pathname}?project=${slug}`;
  return `/p/${slug}`;
}
