import { runCommand, type CommandOptions } from './run-command.ts';

/** Fetches Debian's package lists. A source that cannot be reached is no error: it may not be needed. */
export async function updatePackageLists(options: CommandOptions): Promise<void> {
  await runCommand('apt-get', ['update'], options).catch(() => undefined);
}
