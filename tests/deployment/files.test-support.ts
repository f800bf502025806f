import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryRoot } from '../../local/repository.ts';

export const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly restart?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

/** docker-compose.yml with its anchors merged, and nothing interpolated. */
export const readCompose = (): Compose => parse(read('docker-compose.yml'), { merge: true }) as Compose;

/** The variables that docker-compose.yml takes from its environment, and whether it can do without. */
export function interpolated(): ReadonlyMap<string, 'REQUIRED' | 'OPTIONAL'> {
  const uses = read('docker-compose.yml').matchAll(/(?<!\$)\$\{([A-Z_]+)(:\?|:-)/g);
  return new Map([...uses].map(([, name = '', operator]) => [name, operator === ':?' ? 'REQUIRED' : 'OPTIONAL']));
}

/** The variables of config/config.ts. */
export function settings(): readonly string[] {
  const schema = /const environmentSchema = z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(read('config/config.ts'))?.[1] ?? '';
  return [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name = '']) => name);
}

/** The variables of .env.example, commented or not: the settings, and what compose alone wants. */
export function exampleVariables(): { readonly settings: readonly string[]; readonly composeAlone: readonly string[] } {
  const [ofSettings = '', ofCompose = ''] = read('.env.example').split('# --- docker-compose.yml alone');
  const names = (text: string) => [...text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
  return { settings: names(ofSettings), composeAlone: names(ofCompose) };
}
