import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionBrief } from '@mission-control/executor-client';
import type { SessionTotals } from './usage.ts';

/** A reviewed task comes back within days, or starts anew. */
const KEPT_FOR_MS = 14 * 24 * 60 * 60_000;

/** A session whose work was handed in: the reviewers may want more of it. */
export interface FinishedSession {
  /** UUID that the CLI knows it by. */
  readonly id: string;
  readonly totals: SessionTotals;
}

interface Remembered extends FinishedSession {
  /** Of the task as it was asked for: what changed since, the session does not know. */
  readonly task: string;
}

/** What this machine keeps of one task, in a folder that only its user can read. */
export class TaskSessions {
  /** The CLI's own files, conversations among them. */
  readonly config: string;
  readonly home: string;
  readonly temporary: string;
  readonly #folder: string;
  readonly #task: string;

  private constructor(folder: string, task: string) {
    this.#folder = folder;
    this.#task = task;
    this.config = join(folder, 'config');
    this.home = join(folder, 'home');
    this.temporary = join(folder, 'tmp');
  }

  static async open(workDir: string, brief: ExecutionBrief, now: Date): Promise<TaskSessions> {
    const folder = join(foldersOf(workDir), brief.taskKey.replaceAll(/[^\w-]/g, '_'));
    const sessions = new TaskSessions(folder, fingerprintOf(brief));
    await sessions.#makeFolders();
    // Its time tells when it was used last.
    await utimes(folder, now, now);
    return sessions;
  }

  /** Undefined where there is none, or where the task was asked for in other words. */
  async finished(): Promise<FinishedSession | undefined> {
    try {
      const remembered = JSON.parse(await readFile(this.#file, 'utf8')) as Remembered;
      return remembered.task === this.#task ? remembered : undefined;
    } catch {
      return undefined;
    }
  }

  /** A kill in between leaves what was there before. */
  async remember(session: FinishedSession): Promise<void> {
    const unfinished = `${this.#file}.new`;
    const remembered: Remembered = { ...session, task: this.#task };
    await writeFile(unfinished, JSON.stringify(remembered), { mode: 0o600 });
    await rename(unfinished, this.#file);
  }

  /** A session that was begun and not handed in knows of changes that are nowhere. */
  async forget(): Promise<void> {
    await rm(this.#file, { force: true });
  }

  /** Nothing of earlier sessions is left for the next one to read. */
  async startAnew(): Promise<void> {
    await this.forget();
    for (const folder of [this.config, this.home, this.temporary]) await rm(folder, { recursive: true, force: true });
    await this.#makeFolders();
  }

  get #file(): string {
    return join(this.#folder, 'session.json');
  }

  async #makeFolders(): Promise<void> {
    for (const folder of [this.#folder, this.config, this.home, this.temporary]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
  }
}

/** Removes what nobody has used for two weeks. Call it before the first execution. */
export async function forgetOldSessions(workDir: string, now: Date): Promise<void> {
  const folders = foldersOf(workDir);
  for (const name of await readdir(folders).catch(() => [])) {
    const { mtimeMs } = await stat(join(folders, name));
    if (now.getTime() - mtimeMs > KEPT_FOR_MS) await rm(join(folders, name), { recursive: true, force: true });
  }
}

const foldersOf = (workDir: string): string => join(workDir, 'claude');

function fingerprintOf({ title, description, plan, workspace }: ExecutionBrief): string {
  const asked = JSON.stringify([title, description, plan, workspace ?? null]);
  return createHash('sha256').update(asked).digest('hex');
}
