import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Identity of the demo's own commits: a fresh machine may have none configured. */
const IDENTITY = ['-c', 'user.name=Mission Control demo', '-c', 'user.email=demo@mission-control.invalid'];

/** Runs git in a folder and gives what it printed. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', [...IDENTITY, ...args], { cwd: folder });
  return stdout.trim();
}

/** Runs a command without a shell. @throws with the end of its output when it fails. */
export async function runIn(folder: string, [command = '', ...args]: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(command, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-20).join('\n');
    throw new Error(`${[command, ...args].join(' ')} failed:\n${tail}`, { cause: error });
  }
}
