import { hostname } from 'node:os';
import { resolve } from 'node:path';

export interface Settings {
  readonly url: string;
  /** API key of kind EXECUTOR. A secret. */
  readonly apiKey: string;
  /** Absolute folder for clones and work trees; one per machine. */
  readonly workDir: string;
  readonly name: string;
}

/** @throws Error naming the variable that is missing or wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const url = required(environment, 'MISSION_CONTROL_URL');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error('MISSION_CONTROL_URL must be the http(s) address of Mission Control');
  }
  return {
    url,
    apiKey: required(environment, 'MISSION_CONTROL_TOKEN'),
    workDir: resolve(required(environment, 'EXECUTOR_WORK_DIR')),
    name: environment['EXECUTOR_NAME'] || `codemod@${hostname()}`,
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
