import { dirname, join, relative } from 'node:path';
import ts from '@typescript/typescript6';
import { RenameError } from './rename-error.ts';

/** One `tsconfig.json` of the repository. */
export interface ProjectConfig {
  /** Absolute folder. */
  readonly folder: string;
  readonly options: ts.CompilerOptions;
}

/**
 * Reads every `tsconfig.json` among `files` (absolute paths), the outermost first.
 *
 * @throws RenameError NO_PROJECT when there is none or the outermost cannot be read.
 */
export function readProjectConfigs(
  root: string,
  files: readonly string[],
): readonly [ProjectConfig, ...ProjectConfig[]] {
  const paths = files
    .filter((file) => file.endsWith('/tsconfig.json'))
    .toSorted((left, right) => depth(left) - depth(right) || left.localeCompare(right));
  const [first, ...others] = paths.map((path) => readConfig(root, path));
  if (!first) throw new RenameError('NO_PROJECT', 'The repository has no tsconfig.json');
  return [first, ...others];
}

/** The config that an editor would use for `file`: the nearest one above it, or else the outermost. */
export function configOf(configs: readonly [ProjectConfig, ...ProjectConfig[]], file: string): ProjectConfig {
  const above = configs.filter(({ folder }) => file.startsWith(`${folder}/`));
  return above.reduce(
    (nearest, next) => (next.folder.length > nearest.folder.length ? next : nearest),
    above[0] ?? configs[0],
  );
}

function readConfig(root: string, path: string): ProjectConfig {
  const { config, error } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as {
    config?: object;
    error?: ts.Diagnostic;
  };
  if (!config) {
    const reason = ts.flattenDiagnosticMessageText(error?.messageText ?? 'unreadable', ' ');
    throw new RenameError('NO_PROJECT', `${relative(root, path)} cannot be read: ${reason}`);
  }
  // Which files belong to it does not matter here, so none are looked for.
  const host = { ...ts.sys, readDirectory: () => [] };
  const folder = dirname(path);
  const { options } = ts.parseJsonConfigFileContent(config, host, folder, undefined, join(folder, 'tsconfig.json'));
  return { folder, options };
}

const depth = (path: string): number => path.split('/').length;
