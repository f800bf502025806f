import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './identity.ts';

/** A reviewed task comes back within days, or starts anew. */
const KEPT_FOR_MS = 14 * 24 * 60 * 60_000;

/** What an executor keeps of a task from one execution to the next, in a folder that only its user can read. */
export class TaskMemory<Content extends object> {
  /** Absolute. */
  readonly folder: string;
  readonly #path: string;

  private constructor(folder: string, name: string) {
    this.folder = folder;
    this.#path = join(folder, `${name}.json`);
  }

  /** @param name what is remembered, for example "chat" */
  static async open<Content extends object>(
    workDir: string,
    identity: Identity,
    taskKey: string,
    name: string,
  ): Promise<TaskMemory<Content>> {
    const readable = taskKey.replaceAll(/[^\w-]/g, '_').slice(0, 60);
    const folder = join(memoriesOf(workDir), `${readable}-${identity.digest('task', taskKey).slice(0, 16)}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new TaskMemory(folder, name);
  }

  /** Undefined where there is nothing, or nothing that can be read. */
  async read(): Promise<Partial<Content> | undefined> {
    try {
      const content: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return typeof content === 'object' && content !== null ? content : undefined;
    } catch {
      return undefined;
    }
  }

  /** A kill in between leaves what was there before. */
  async write(content: Content): Promise<void> {
    const unfinished = `${this.#path}.${process.pid}.new`;
    await writeFile(unfinished, JSON.stringify(content), { mode: 0o600 });
    await rename(unfinished, this.#path);
  }
}

/** Removes what nobody has used for two weeks. Call it before the first execution. */
export async function forgetOldTasks(workDir: string, now: number): Promise<void> {
  const memories = memoriesOf(workDir);
  for (const name of await readdir(memories).catch(() => [])) {
    const folder = join(memories, name);
    if (now - (await lastUse(folder)) > KEPT_FOR_MS) await rm(folder, { recursive: true, force: true });
  }
}

const memoriesOf = (workDir: string): string => join(workDir, 'cursor');

/** Every write renames a file into the folder, which changes its time. */
async function lastUse(folder: string): Promise<number> {
  return stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
