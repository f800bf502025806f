import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/**
 * A path as a policy judges it: from the work place where it lies within, or else absolute. The work place is another
 * folder in each attempt, and what people allowed has to be recognised.
 *
 * @param folder where the path begins
 */
export function placed(path: string, folder: string, workPlace: string): string {
  const absolute = resolve(folder, path);
  const within = relative(workPlace, absolute);
  if (within === '') return '.';
  return within === '..' || within.startsWith('../') || isAbsolute(within) ? absolute : within;
}

/** Where a path leads when links are followed, also where the file itself is yet to be made. Undefined if it leads nowhere else. */
export async function realPlace(path: string, folder: string, workPlace: string): Promise<string | undefined> {
  const absolute = resolve(folder, path);
  const [real, realWorkPlace] = await Promise.all([existing(absolute), existing(workPlace)]);
  const place = placed(real, realWorkPlace, realWorkPlace);
  return place === placed(absolute, workPlace, workPlace) ? undefined : place;
}

/** Follows the links of the part that exists. */
async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await existing(parent), basename(path));
  }
}
