import { hostname } from 'node:os';
import { resolve } from 'node:path';

const MOST_AT_ONCE = 64;

/** What every executor is told by its environment. */
export interface Settings {
  /** MISSION_CONTROL_URL */
  readonly url: string;
  /** MISSION_CONTROL_TOKEN: API key of kind EXECUTOR. A secret. */
  readonly apiKey: string;
  /** EXECUTOR_WORK_DIR: absolute folder for clones and work trees; one per machine. */
  readonly workDir: string;
  /** EXECUTOR_NAME: shown to people. */
  readonly name: string;
  /** EXECUTOR_CONCURRENCY: how many executions run side by side. */
  readonly concurrency: number;
}

/**
 * @param type for example "codemod"
 * @throws Error naming the variable that is missing or wrong.
 */
export function readSettings(environment: NodeJS.ProcessEnv, type: string): Settings {
  const url = required(environment, 'MISSION_CONTROL_URL');
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error('MISSION_CONTROL_URL must be the http(s) address of Mission Control');
  }
  return {
    url,
    apiKey: required(environment, 'MISSION_CONTROL_TOKEN'),
    workDir: resolve(required(environment, 'EXECUTOR_WORK_DIR')),
    name: environment['EXECUTOR_NAME'] || `${type}@${hostname()}`,
    concurrency: countOf(environment, 'EXECUTOR_CONCURRENCY', 1),
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function countOf(environment: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const value = environment[name];
  if (!value) return otherwise;
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_AT_ONCE) return count;
  throw new Error(`${name} must be a whole number from 1 to ${MOST_AT_ONCE}, not ${JSON.stringify(value)}`);
}
