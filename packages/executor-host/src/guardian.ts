import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Knows the groups that run, and kills them when its input ends: when we are gone, even by SIGKILL. */
const SCRIPT = `
groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

let guardian: ChildProcessByStdio<Writable, null, null> | undefined;

/** Lets a process group end with this process. */
export function guard(group: number): void {
  tell(`+ ${group}`);
}

/** The group has ended; its number may soon be somebody else's. */
export function release(group: number): void {
  tell(`- ${group}`);
}

function tell(line: string): void {
  guardian ??= start();
  guardian.stdin.write(`${line}\n`);
}

/** In a session of its own: what ends us must not end it. It keeps nobody waiting. */
function start(): ChildProcessByStdio<Writable, null, null> {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  const gone = () => {
    if (guardian === child) guardian = undefined;
  };
  child.once('error', gone).once('exit', gone);
  child.stdin.on('error', gone);
  child.unref();
  (child.stdin as Writable & { unref(): void }).unref();
  return child;
}
