import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { LocalStackError } from '../local/errors.ts';
import type { NodeProcess } from '../local/stack-processes.ts';

/** Turns this process into one of ours: what the environment already says wins over what is found locally. */
export async function become({ main, environment }: NodeProcess): Promise<void> {
  if (!existsSync(main)) throw new LocalStackError(`${main} is missing. Run \`npm run build\` first.`);
  process.env = { ...environment, ...withoutEmpty(process.env) };
  process.argv = [process.execPath, main];
  await import(pathToFileURL(main).href);
}

const withoutEmpty = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
