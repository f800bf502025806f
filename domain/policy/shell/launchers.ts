import { blockPatterns, matchesBlocked, wordsOf } from './pattern.ts';
import type { ShellWord } from './word.ts';

/** Run a command that stands among their arguments, somewhere else, later, again and again, or from the network. */
const LAUNCHERS =
  blockPatterns(`watch, parallel, script, ssh, busybox, toybox, flock, entr, strace, ltrace, unshare, at, batch,
  npx, bunx, pnpx, npm exec, npm x, pnpm exec, pnpm dlx, yarn exec, yarn dlx, bun x, uvx, uv run,
  docker run, docker exec, docker compose run, docker compose exec, podman run, podman exec, kubectl exec,
  chronic, unbuffer, taskset, chrt, systemd-run, dbus-run-session, xvfb-run, direnv, asdf, mise,
  run-parts, start-stop-daemon, perf, valgrind`);

export const isLauncher = (words: readonly ShellWord[]): boolean =>
  LAUNCHERS.some((launcher) => matchesBlocked(launcher, words));

/** Whether an allow rule names a launcher only, and not what it launches ("npx", and not "npx tsc"). */
export function launchesAnything(words: readonly ShellWord[], pattern: string): boolean {
  const length = wordsOf(pattern).length;
  return LAUNCHERS.some((launcher) => launcher.operands.length + 1 >= length && matchesBlocked(launcher, words));
}
