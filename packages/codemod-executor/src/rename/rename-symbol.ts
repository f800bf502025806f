import { join, relative } from 'node:path';
import { assertSameMeaning, collision, findClashes } from './collisions.ts';
import { findDeclarations, type DeclarationSite } from './declarations.ts';
import { assertIdentifier } from './identifier.ts';
import { findLocations, locationKey, type RenameLocation, type RenameLocations } from './locations.ts';
import { openProject, type Project } from './project.ts';
import { RenameError } from './rename-error.ts';

const MAX_NAMED_CANDIDATES = 10;

export interface RenameRequest {
  /** Absolute folder of the repository. */
  readonly root: string;
  /** Its tracked regular files, relative to `root`. Nothing else is changed. */
  readonly paths: readonly string[];
  readonly from: string;
  readonly to: string;
  /** The file that declares it, relative to `root`; tells one `from` from another. */
  readonly file?: string;
}

interface RenamedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  /** How many places changed. */
  readonly count: number;
}

export interface RenameResult {
  /** `src/a.ts:12` */
  readonly declaration: string;
  readonly files: readonly RenamedFile[];
}

/**
 * Renames one symbol in all source files of a repository, in memory: declaration, references, imports and re-exports.
 * Properties, strings and comments that only share the name stay.
 *
 * A declaration at the top of a module is preferred to members, and members and aliases are not told from locals.
 *
 * @throws RenameError
 */
export function renameSymbol({ root, paths, from, to, file }: RenameRequest): RenameResult {
  assertIdentifier('from', from);
  assertIdentifier('to', to);
  if (from === to) throw new RenameError('INVALID_NAME', `from and to are both "${from}"`);
  const project = openProject(root, paths);
  const { site, locations } = chooseSymbol(project, from, file === undefined ? undefined : join(root, file));
  assertRenamable(project, site, locations);

  const declaration = project.describe(site.file, site.position);
  const changes = byFile(locations);
  const clashesBefore = findClashes(project, changes.keys(), to).length;
  for (const [path, places] of changes) project.replace(path, applyTo(project.text(path), places, to));
  const first = locations.get(locationKey(site.file, site.position));
  const clashes = findClashes(project, changes.keys(), to);
  if (clashes.length > clashesBefore) throw collision(to, clashes.join(', '), 'clashes with');
  if (first) assertSameMeaning(project, locations, first, to);

  const files = [...changes].map(([path, { length }]) => ({
    path: relative(root, path),
    text: project.text(path),
    count: length,
  }));
  return { declaration, files: files.toSorted((left, right) => left.path.localeCompare(right.path)) };
}

interface Chosen {
  readonly site: DeclarationSite;
  readonly locations: RenameLocations;
}

function chooseSymbol(project: Project, from: string, file: string | undefined): Chosen {
  const all = findDeclarations(project, from);
  const here = all.filter((site) => file === undefined || site.file === file);
  const atTop = here.filter(({ kind }) => kind === 'module');
  const candidates = distinctSymbols(project, atTop.length > 0 ? atTop : here);
  const [chosen, ...others] = candidates;
  if (!chosen) throw notFound(project, from, all);
  if (others.length > 0) {
    const places = placesOf(
      project,
      candidates.map(({ site }) => site),
    );
    throw new RenameError(
      'AMBIGUOUS',
      `"${from}" is declared more than once: ${places}. Name the file in metadata.codemod.file`,
    );
  }
  return chosen;
}

/** Overloads, merged declarations and implementations of one interface member are one symbol. */
function distinctSymbols(project: Project, sites: readonly DeclarationSite[]): Chosen[] {
  const chosen: Chosen[] = [];
  for (const site of sites) {
    const key = locationKey(site.file, site.position);
    if (chosen.some(({ locations }) => locations.has(key))) continue;
    chosen.push({ site, locations: findLocations(project, site.file, site.position) });
  }
  return chosen;
}

function notFound(project: Project, from: string, elsewhere: readonly DeclarationSite[]): RenameError {
  const hint = elsewhere.length > 0 ? `; it is declared at ${placesOf(project, elsewhere)}` : '';
  return new RenameError('NOT_FOUND', `No declaration of "${from}" was found${hint}`);
}

function placesOf(project: Project, sites: readonly DeclarationSite[]): string {
  const places = sites.slice(0, MAX_NAMED_CANDIDATES).map(({ file, position }) => project.describe(file, position));
  const more = sites.length - places.length;
  return places.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function assertRenamable(project: Project, { file, position }: DeclarationSite, locations: RenameLocations): void {
  const info = project.service.getRenameInfo(file, position, {});
  const where = project.describe(file, position);
  if (!info.canRename) throw new RenameError('NOT_RENAMABLE', `${where}: ${info.localizedErrorMessage}`);
  const foreign = [...locations.values()].find((location) => !project.files.has(location.file));
  if (foreign) {
    const place = project.describe(foreign.file, foreign.start);
    throw new RenameError(
      'NOT_RENAMABLE',
      `The symbol at ${where} also belongs to ${place}, which is not under version control`,
    );
  }
}

function byFile(locations: RenameLocations): Map<string, RenameLocation[]> {
  const groups = new Map<string, RenameLocation[]>();
  for (const location of locations.values()) {
    groups.set(location.file, [...(groups.get(location.file) ?? []), location]);
  }
  return groups;
}

/** From the end to the start, so that offsets stay true. */
function applyTo(text: string, places: readonly RenameLocation[], to: string): string {
  return places
    .toSorted((left, right) => right.start - left.start)
    .reduce(
      (changed, { start, length, prefix, suffix }) =>
        changed.slice(0, start) + prefix + to + suffix + changed.slice(start + length),
      text,
    );
}
