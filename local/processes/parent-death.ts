import { findOnPath } from '../provision/on-path.ts';

interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command line whose process gets `signal` from the kernel when this process dies, however it dies. Only Linux has
 * that; elsewhere the command is unchanged, and what is left is stopped at the next start.
 */
export function endingWithParent({ command, args }: CommandLine, signal: NodeJS.Signals): CommandLine {
  const setpriv = findOnPath(process.env, 'setpriv');
  if (process.platform !== 'linux' || setpriv === undefined) return { command, args };
  return { command: setpriv, args: ['--pdeathsig', signal.replace(/^SIG/, ''), '--', command, ...args] };
}
