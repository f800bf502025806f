import type { Problem } from '../../domain/rejection.ts';

/** What a row belongs to and waits for among the rows that no task is known of yet, by their refs. */
export interface RowLinks {
  readonly parent?: string;
  readonly dependsOn: readonly string[];
}

export const NO_LINKS: RowLinks = { dependsOn: [] };

interface LinkedRow {
  readonly ref: string;
  readonly links: RowLinks;
}

/** The refs that a row names, each with the field that does. */
function linksOf({ links: { parent, dependsOn } }: LinkedRow): readonly (readonly [string, string])[] {
  return [
    ...(parent === undefined ? [] : [['parent', parent] as const]),
    ...dependsOn.map((ref) => ['dependsOn', ref] as const),
  ];
}

/** Rows in groups: each row comes after those that it names. Rows that name each other in a circle are in none. */
export function inGroups<Row extends LinkedRow>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  const done = new Set<string>();
  let waiting = [...rows];
  for (;;) {
    const ready = waiting.filter((row) => linksOf(row).every(([, ref]) => done.has(ref)));
    if (ready.length === 0) return groups;
    groups.push(ready);
    for (const { ref } of ready) done.add(ref);
    waiting = waiting.filter(({ ref }) => !done.has(ref));
  }
}

/**
 * What is wrong with rows because of the rows that they name: those are wrong themselves, or name each other in a circle.
 * @param isWrong what is known of each row by itself
 */
export function problemsOfLinks(
  rows: readonly LinkedRow[],
  isWrong: (ref: string) => boolean,
): ReadonlyMap<string, readonly Problem[]> {
  const problems = new Map<string, readonly Problem[]>();
  const isLost = (ref: string) => isWrong(ref) || problems.has(ref);
  for (let found = -1; found !== problems.size;) {
    found = problems.size;
    for (const row of rows) {
      if (isLost(row.ref)) continue;
      const lost = linksOf(row).filter(([, ref]) => isLost(ref));
      const wrong = lost.map(([path, ref]) => ({ path, message: `the task ${ref} of the file is not valid` }));
      if (wrong.length > 0) problems.set(row.ref, wrong);
    }
  }
  const left = rows.filter(({ ref }) => !isLost(ref));
  const ordered = new Set(inGroups(left).flatMap((group) => group.map(({ ref }) => ref)));
  for (const row of left.filter(({ ref }) => !ordered.has(ref))) {
    const [path, ref] = linksOf(row).find(([, named]) => !ordered.has(named)) ?? ['parent', row.ref];
    problems.set(row.ref, [{ path, message: `${ref} leads back to ${row.ref}, or waits for a circle of tasks` }]);
  }
  return problems;
}
