import { findLocations, locationKey, type RenameLocation, type RenameLocations } from './locations.ts';
import type { Project } from './project.ts';
import { RenameError } from './rename-error.ts';

/** Duplicate identifier, redeclared block-scoped variable, import conflicts with local declaration, merged declarations. */
const CLASH_CODES = new Set([2300, 2323, 2395, 2440, 2451, 2484, 2567, 2813, 2814]);

/** Places where `name` clashes with another declaration, as far as the compiler can tell. */
export function findClashes(project: Project, files: Iterable<string>, name: string): string[] {
  return [...files].flatMap((file) =>
    project.service
      .getSemanticDiagnostics(file)
      .filter(
        ({ code, start = 0, length = 0 }) => CLASH_CODES.has(code) && textAt(project, file, start, length) === name,
      )
      .map(({ start = 0 }) => project.describe(file, start)),
  );
}

/**
 * Compares what the new name means in the changed project with the places that were renamed: one more, and something
 * else had the name already; one less, and something else hides it.
 *
 * @throws RenameError COLLISION
 */
export function assertSameMeaning(project: Project, renamed: RenameLocations, first: RenameLocation, to: string): void {
  const moved = positionsAfter(renamed, to.length);
  const expected = new Map([...moved].map(([location, start]) => [locationKey(location.file, start), location]));
  const start = [...moved].find(([location]) => location.file === first.file && location.start === first.start)?.[1];
  const actual = findLocations(project, first.file, start ?? first.start);
  const extra = [...actual].find(([key]) => !expected.has(key))?.[1];
  if (extra)
    throw collision(to, project.describe(extra.file, extra.start), 'is already there and would be mixed up with');
  const hidden = [...expected].find(([key]) => !actual.has(key));
  if (!hidden) return;
  const position = Number(hidden[0].slice(hidden[0].lastIndexOf(':') + 1));
  throw collision(to, project.describe(hidden[1].file, position), 'already means something else and would hide');
}

export function collision(to: string, where: string, what: string): RenameError {
  return new RenameError('COLLISION', `"${to}" at ${where} ${what} the renamed symbol`);
}

/** Where the new name starts in the changed text of each file. */
function positionsAfter(renamed: RenameLocations, newLength: number): ReadonlyMap<RenameLocation, number> {
  const positions = new Map<RenameLocation, number>();
  const shifts = new Map<string, number>();
  for (const location of [...renamed.values()].toSorted((left, right) => left.start - right.start)) {
    const { file, start, length, prefix, suffix } = location;
    const shift = shifts.get(file) ?? 0;
    positions.set(location, start + shift + prefix.length);
    shifts.set(file, shift + prefix.length + newLength + suffix.length - length);
  }
  return positions;
}

function textAt(project: Project, file: string, start: number, length: number): string {
  return project.text(file).slice(start, start + length);
}
