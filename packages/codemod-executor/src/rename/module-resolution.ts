import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from '@typescript/typescript6';
import { configOf, type ProjectConfig } from './project-configs.ts';

type Configs = readonly [ProjectConfig, ...ProjectConfig[]];
type ModuleResolver = (specifier: string, from: string, mode: ts.ResolutionMode) => ts.ResolvedModuleFull | undefined;

/**
 * Resolves imports the way each file's own tsconfig.json does, except that what leads to build output leads to its
 * source: a fresh clone has no `dist` and no links between its workspace packages, but the names must be followed.
 *
 * @param files all tracked files, absolute
 */
export function createModuleResolver(configs: Configs, files: ReadonlySet<string>): ModuleResolver {
  const packages = readPackageFolders(files);
  const sourceOf = (target: string) => sourceCandidates(target, configs).find((path) => files.has(path));
  return (specifier, from, mode) => {
    const { options } = configOf(configs, from);
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys, undefined, undefined, mode);
    if (resolvedModule && files.has(resolvedModule.resolvedFileName)) return resolvedModule;
    const target = specifier.startsWith('.') ? resolve(dirname(from), specifier) : packageEntry(specifier, packages);
    const source = target && sourceOf(target);
    return source ? { resolvedFileName: source, extension: extensionOf(source) } : resolvedModule;
  };
}

function readPackageFolders(files: ReadonlySet<string>): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const file of files) {
    if (!file.endsWith('/package.json')) continue;
    const name = readJson(file)?.['name'];
    if (typeof name === 'string') folders.set(name, dirname(file));
  }
  return folders;
}

/** Where the package says its types or code are, absolute; the file need not exist. */
function packageEntry(specifier: string, packages: ReadonlyMap<string, string>): string | undefined {
  const parts = specifier.split('/');
  const name = parts.splice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  const folder = packages.get(name);
  const manifest = folder && readJson(join(folder, 'package.json'));
  if (!folder || !manifest) return undefined;
  const subpath = ['.', ...parts].join('/');
  const exported = (manifest['exports'] as Record<string, unknown> | undefined)?.[subpath] ?? manifest['exports'];
  const main = subpath === '.' ? (manifest['types'] ?? manifest['main']) : undefined;
  const entry = firstPath(exported) ?? (typeof main === 'string' ? main : undefined);
  return entry && join(folder, entry);
}

/** Conditions of `exports` in their order: `{types, default}` or a plain path. */
function firstPath(exported: unknown): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  return Object.entries(exported)
    .filter(([condition]) => !condition.startsWith('.'))
    .map(([, target]) => firstPath(target))
    .find((path) => path !== undefined);
}

/** `dist/a.d.ts` or `dist/a.js` may come from `src/a.ts`, or from `a.ts` where no rootDir is set. */
function sourceCandidates(target: string, configs: Configs): string[] {
  return [...configs].flatMap(({ folder, options: { outDir, rootDir } }) => {
    if (!outDir || !target.startsWith(`${outDir}/`)) return [];
    const stem = target.slice(outDir.length + 1).replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
    const bases = rootDir ? [rootDir] : [folder, join(folder, 'src')];
    return bases.flatMap((base) => ['.ts', '.tsx', '.mts', '.cts'].map((extension) => join(base, stem + extension)));
  });
}

function extensionOf(path: string): string {
  return /(\.d)?\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? ts.Extension.Ts;
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
