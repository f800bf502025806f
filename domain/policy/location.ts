import { isAbsolute } from './glob.ts';

const LONGEST_PATH = 4096;

/** Where paths begin that are not absolute. */
export interface Surroundings {
  /** Absolute; undefined where nobody knows. */
  readonly workspace?: string | undefined;
  /** The folder that a command runs in, as it was given; the workspace unless something else was said. */
  readonly folder?: string | undefined;
}

/** Where a path leads, as far as its text tells. Each list of segments is there if the path can be seen from there. */
export interface Location {
  readonly inWorkspace?: readonly string[];
  readonly absolute?: readonly string[];
  /** Written with `~`: below the home of whoever carries it out. */
  readonly inHome?: readonly string[];
  /** Where it leads if it climbs out of a folder that nobody knows up to the root: good enough to block it. */
  readonly perhaps?: readonly string[];
  /** All that is known of it. */
  readonly known: readonly string[];
}

/** Why a text cannot be judged as a path, as "it …", or undefined when it can. */
export function pathProblem(path: string): string | undefined {
  if (path.trim() === '') return 'it is empty';
  if (path.length > LONGEST_PATH) return `it is longer than ${LONGEST_PATH} characters`;
  if (!path.isWellFormed()) return 'it is not proper text';
  if (/\p{Cc}/u.test(path)) return 'it has control characters';
  return undefined;
}

/**
 * Every place that a path can mean: backslashes part folders on some machines and are letters on others.
 * Links cannot be followed here. The path must have no problem.
 */
export function locationsOf(path: string, { workspace, folder }: Surroundings): readonly Location[] {
  const plain = fromFileAddress(path);
  const full = folder !== undefined && startOf(plain) === 'FOLDER' ? `${folder}/${plain}` : plain;
  const readings = full.includes('\\') ? [full, full.replaceAll('\\', '/')] : [full];
  const root = workspace?.replaceAll('\\', '/');
  return readings.map((reading) => locate(reading, root !== undefined && isAbsolute(root) ? root : undefined));
}

function locate(path: string, workspace: string | undefined): Location {
  const start = startOf(path);
  if (start === 'HOME') return homeLocation(path);
  if (start === 'FILE_SYSTEM') return absoluteLocation(path, workspace);
  if (workspace !== undefined) return absoluteLocation(`${workspace}/${path}`, workspace);
  const { segments, climbs } = resolve(path);
  return climbs ? { perhaps: segments, known: segments } : { inWorkspace: segments, known: segments };
}

type Start = 'HOME' | 'FILE_SYSTEM' | 'FOLDER';

function startOf(path: string): Start {
  if (path.startsWith('~')) return 'HOME';
  return isAbsolute(path) ? 'FILE_SYSTEM' : 'FOLDER';
}

/** "~/notes" is in some home, "~scout/notes" in that of scout. */
function homeLocation(path: string): Location {
  const [user = '', ...rest] = path.split('/');
  const { segments, climbs } = resolve(rest.join('/'));
  if (climbs) return { perhaps: segments, known: segments };
  const home = user === '~root' ? ['root'] : ['home', user.slice(1)];
  return { inHome: segments, known: segments, ...(user !== '~' && { absolute: [...home, ...segments] }) };
}

function absoluteLocation(path: string, workspace: string | undefined): Location {
  const absolute = resolve(path).segments;
  const root = workspace === undefined ? undefined : resolve(workspace).segments;
  const isInside = root?.every((segment, index) => segment === absolute[index]) ?? false;
  return { absolute, known: absolute, ...(root && isInside && { inWorkspace: absolute.slice(root.length) }) };
}

/** Without `.`, `..` and doubled slashes. Nothing is above the root. */
function resolve(path: string): { readonly segments: readonly string[]; readonly climbs: boolean } {
  const segments: string[] = [];
  let climbs = false;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) climbs = true;
  }
  return { segments, climbs };
}

/** Tools take "file:///etc/hosts" as well as "/etc/hosts". */
function fromFileAddress(path: string): string {
  if (!/^file:/i.test(path)) return path;
  const bare = path.slice('file:'.length).replace(/^\/\/[^/]*(?=\/|$)/, '');
  try {
    return decodeURIComponent(bare) || '/';
  } catch {
    return bare;
  }
}
