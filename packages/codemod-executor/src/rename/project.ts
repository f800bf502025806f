import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from '@typescript/typescript6';
import { createModuleResolver } from './module-resolution.ts';
import { configOf, readProjectConfigs, type ProjectConfig } from './project-configs.ts';
import { RenameError } from './rename-error.ts';

/** Larger files are generated, and would only cost time. */
const MAX_SOURCE_BYTES = 1024 * 1024;

/** Every source file of a repository as one program, whatever its tsconfig.json files include or exclude. */
export interface Project {
  readonly service: ts.LanguageService;
  /** Absolute paths of the files that may be changed. */
  readonly files: ReadonlySet<string>;
  program(): ts.Program;
  text(file: string): string;
  /** Changes a file's text in memory. */
  replace(file: string, text: string): void;
  /** `src/a.ts:12`, for messages. */
  describe(file: string, position: number): string;
}

/**
 * @param root absolute folder of the repository
 * @param paths its tracked regular files, relative to `root`
 * @throws RenameError NO_PROJECT
 */
export function openProject(root: string, paths: readonly string[]): Project {
  const tracked = paths.map((path) => join(root, path));
  const configs = readProjectConfigs(root, tracked);
  const files = new Set(tracked.filter((file) => isSource(file, configs)));
  const resolveModule = createModuleResolver(configs, new Set(tracked));
  const replaced = new Map<string, { text: string; version: number }>();
  const text = (file: string) => replaced.get(file)?.text ?? readSource(root, file);
  const options = programOptions(configs[0].options);

  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [...files],
    getScriptVersion: (file) => String(replaced.get(file)?.version ?? 0),
    getScriptSnapshot: (file) => (ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(text(file)) : undefined),
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    readDirectory: (...parameters) => ts.sys.readDirectory(...parameters),
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    resolveModuleNameLiterals: (literals, from, _redirected, moduleOptions, sourceFile) =>
      literals.map((literal) => ({
        resolvedModule: resolveModule(
          literal.text,
          from,
          ts.getModeForUsageLocation(sourceFile, literal, moduleOptions),
        ),
      })),
  };
  const service = ts.createLanguageService(host);
  const program = () => {
    const current = service.getProgram();
    if (!current) throw new Error('The language service has no program');
    return current;
  };

  return {
    service,
    files,
    program,
    text,
    replace: (file, newText) =>
      void replaced.set(file, { text: newText, version: (replaced.get(file)?.version ?? 0) + 1 }),
    describe: (file, position) => {
      const { line } = ts.getLineAndCharacterOfPosition(
        ts.createSourceFile(file, text(file), options.target!),
        position,
      );
      return `${relative(root, file)}:${line + 1}`;
    },
  };
}

/** JavaScript is let in because tests and scripts are often written in it; nothing is ever emitted. */
function programOptions(options: ts.CompilerOptions): ts.CompilerOptions {
  return {
    ...options,
    target: options.target ?? ts.ScriptTarget.ESNext,
    jsx: options.jsx ?? ts.JsxEmit.Preserve,
    allowJs: true,
    checkJs: false,
    maxNodeModuleJsDepth: 0,
    noEmit: true,
    composite: false,
    incremental: false,
  };
}

function isSource(file: string, configs: readonly [ProjectConfig, ...ProjectConfig[]]): boolean {
  if (!/\.[cm]?[jt]sx?$/.test(file) || file.endsWith('.min.js') || file.includes('/node_modules/')) return false;
  const { folder, options } = configOf(configs, file);
  const { outDir } = options;
  if (outDir && outDir !== folder && file.startsWith(`${outDir}/`)) return false;
  return statSync(file).size <= MAX_SOURCE_BYTES;
}

/** Keeps a byte order mark, since positions and bytes must survive the way back to the disk. */
function readSource(root: string, file: string): string {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  if (file.startsWith(`${root}/`) && !file.includes('/node_modules/') && !Buffer.from(text, 'utf8').equals(bytes)) {
    throw new RenameError('ENCODING', `${relative(root, file)} is not UTF-8`);
  }
  return text;
}
