import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the tool itself has to refuse, after the rules that hold by default in Mission Control. */
export const DENIED: readonly string[] = [
  ...commands('sudo su doas rm rmdir shred dd mkfs chmod chown chgrp mount umount shutdown reboot kill pkill killall'),
  ...commands('curl wget nc ncat socat ssh scp sftp rsync telnet docker podman kubectl crontab systemctl'),
  ...['push', 'push *', 'remote *', 'config *', 'credential *'].map((parameters) => `Shell(git:${parameters})`),
  ...['npm', 'pnpm', 'yarn'].flatMap((name) => [`Shell(${name}:publish)`, `Shell(${name}:publish *)`]),
  ...paths('**/.env **/.env.* **/.ssh/** **/*.pem **/id_rsa **/id_ed25519 **/.netrc **/.git-credentials').flatMap(
    (path) => [`Read(${path})`, `Write(${path})`],
  ),
  ...paths('/etc/** /proc/** /sys/** /dev/** /boot/** /var/run/docker.sock').flatMap((path) => [
    `Read(${path})`,
    `Write(${path})`,
  ]),
  ...paths('**/.git/** .cursor/cli.json .cursor/hooks.json').map((path) => `Write(${path})`),
  // Where clouds hand out the credentials of a machine.
  ...paths('169.254.169.254 169.254.170.2 metadata.google.internal').map((host) => `WebFetch(${host})`),
];

/** Settings of the tool's own home: they hold for every command of this task. */
export async function writeGlobalPermissions(home: string): Promise<void> {
  const folder = join(home, '.cursor');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = { version: 1, editor: { vimMode: false }, permissions: { allow: [], deny: DENIED } };
  await writeFile(join(folder, 'cli-config.json'), JSON.stringify(settings, undefined, 2), { mode: 0o600 });
}

/**
 * Where the repository brings permissions of its own, they could stand in for those of the home: adds ours to them.
 *
 * @returns puts back what was there
 */
export async function guardProjectPermissions(workspace: string): Promise<() => Promise<void>> {
  const path = join(workspace, '.cursor', 'cli.json');
  const original = await readFile(path).catch(() => undefined);
  if (!original) return async () => {};
  const theirs = parse(original.toString()).permissions;
  const permissions = { allow: textsOf(theirs?.allow), deny: [...new Set([...DENIED, ...textsOf(theirs?.deny)])] };
  await writeFile(path, JSON.stringify({ permissions }, undefined, 2));
  return async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, original);
  };
}

interface ProjectSettings {
  readonly permissions?: { readonly allow?: unknown; readonly deny?: unknown };
}

function parse(text: string): ProjectSettings {
  try {
    const settings: unknown = JSON.parse(text);
    return typeof settings === 'object' && settings !== null ? settings : {};
  } catch {
    return {};
  }
}

const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];

function commands(names: string): string[] {
  return names.split(' ').map((name) => `Shell(${name})`);
}

function paths(names: string): string[] {
  return names.split(' ');
}
