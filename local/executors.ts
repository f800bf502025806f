import type { ExecutorType } from '../domain/task/vocabulary.ts';
import { findOnPath } from './provision/on-path.ts';

/** An executor with a package of its own, by the name of that package: `packages/codemod-executor`. */
export type ExecutorName = 'codemod' | 'claude-code' | 'cursor' | 'openclaw';

/** What each of them carries out. */
export const EXECUTOR_TYPE: Readonly<Record<ExecutorName, ExecutorType>> = {
  codemod: 'CODEMOD',
  'claude-code': 'CLAUDE_CODE',
  cursor: 'CURSOR',
  openclaw: 'OPENCLAW_AGENT',
};

/** Where the tool of an executor is: on the PATH, or named by a setting. */
const TOOLS: Readonly<Record<Exclude<ExecutorName, 'codemod'>, { commands: string[]; settings: string[] }>> = {
  'claude-code': { commands: ['claude'], settings: ['CLAUDE_BIN'] },
  cursor: { commands: ['cursor-agent'], settings: ['CURSOR_BIN', 'CURSOR_API_KEY'] },
  openclaw: { commands: [], settings: ['OPENCLAW_TOKEN', 'OPENCLAW_HOOK_TOKEN'] },
};

/** The executors whose tool is present on this machine; the codemod one needs none. */
export function presentExecutors(environment: NodeJS.ProcessEnv): ExecutorName[] {
  const withTool = Object.entries(TOOLS).filter(
    ([, { commands, settings }]) =>
      settings.some((name) => environment[name]) || findOnPath(environment, ...commands) !== undefined,
  );
  return ['codemod', ...withTool.map(([name]) => name as ExecutorName)];
}
