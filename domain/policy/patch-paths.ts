/** What a patch touches. */
export interface PatchPaths {
  readonly paths: readonly string[];
  readonly deletes: boolean;
}

/** "*** Update File: a", "+++ b/a", "rename to a": how the usual formats of patches name files. */
const HEADERS: readonly RegExp[] = [
  /^\*\*\* (?:Add|Update|Delete) File: (.+)$/,
  /^\*\*\* Move to: (.+)$/,
  /^(?:\+\+\+|---) ([^\t]+)(?:\t.*)?$/,
  /^(?:rename|copy) (?:from|to) (.+)$/,
];

/** The paths that a patch names, both old and new ones; none where it is not a patch. */
export function pathsOfPatch(patch: string): PatchPaths {
  const lines = patch.split(/\r\n|\r|\n/);
  const named = lines.flatMap((line) => HEADERS.map((header) => header.exec(line)?.[1]?.trimEnd()));
  const paths = named.filter((path) => path !== undefined && path !== '').map(withoutSide);
  return {
    paths: [...new Set(paths.filter((path) => path !== NOTHING))],
    deletes: lines.some((line) => /^(?:\*\*\* Delete File: |deleted file mode |\+\+\+ \/dev\/null)/.test(line)),
  };
}

/** Stands for a file that is not there before or afterwards. */
const NOTHING = '/dev/null';

/** git writes the old side as a/, the new side as b/. */
const withoutSide = (path: string | undefined): string => (path ?? '').replace(/^[ab]\/(?=.)/, '');
