import ts from '@typescript/typescript6';
import type { Project } from './project.ts';

/** One place to change. `prefix` and `suffix` keep a property's or a local name: `{ total: sum }`. */
export interface RenameLocation {
  /** Absolute path. */
  readonly file: string;
  readonly start: number;
  readonly length: number;
  readonly prefix: string;
  readonly suffix: string;
}

/** Locations by file and offset. */
export type RenameLocations = ReadonlyMap<string, RenameLocation>;

export const locationKey = (file: string, start: number): string => `${file}:${start}`;

/**
 * Every place that means the symbol at `position`, through imports and re-exports.
 *
 * With prefixes and suffixes the language service stops at a re-export (`export { sum as total }`), and without them it
 * renames properties and foreign aliases along. So it is asked with them, the specifiers are written plain, and from
 * each of them the search goes on.
 */
export function findLocations(project: Project, file: string, position: number): RenameLocations {
  const found = new Map<string, RenameLocation>();
  const followed = new Set<string>();
  const waiting = [{ file, start: position }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const key = locationKey(next.file, next.start);
    if (followed.has(key)) continue;
    followed.add(key);
    for (const location of locationsFrom(project, next.file, next.start)) {
      const isPlain = isPlainSpecifier(project, location);
      if (isPlain) waiting.push(location);
      const place = locationKey(location.file, location.start);
      if (isPlain || !found.has(place)) found.set(place, isPlain ? { ...location, prefix: '', suffix: '' } : location);
    }
  }
  return found;
}

function locationsFrom(project: Project, file: string, position: number): RenameLocation[] {
  const preferences: ts.UserPreferences = { providePrefixAndSuffixTextForRename: true };
  const locations = project.service.findRenameLocations(file, position, false, false, preferences) ?? [];
  return locations.map(({ fileName, textSpan, prefixText = '', suffixText = '' }) => ({
    file: fileName,
    ...textSpan,
    prefix: prefixText,
    suffix: suffixText,
  }));
}

/** `import { total }` or `export { total }`, without `as`. */
function isPlainSpecifier(project: Project, { file, start }: RenameLocation): boolean {
  const source = project.program().getSourceFile(file);
  const parent = source && nodeAt(source, start)?.parent;
  if (!parent) return false;
  return (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) && parent.propertyName === undefined;
}

function nodeAt(source: ts.SourceFile, position: number): ts.Node | undefined {
  const descend = (node: ts.Node): ts.Node | undefined =>
    ts.forEachChild(node, (child) =>
      child.getStart(source) <= position && position < child.getEnd() ? descend(child) : undefined,
    ) ?? node;
  return descend(source);
}
