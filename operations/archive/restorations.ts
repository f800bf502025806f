import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { ulid } from 'ulid';
import { actorRef, type Actor } from '../../domain/actor.ts';
import type { RestorationDocument } from '../../store/documents/restoration.ts';
import { authorizeKind } from '../authorization/authorize.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../dependencies.ts';
import { notFound, OperationError } from '../errors.ts';
import { receive, uploadPath } from '../receive.ts';
import type { ArchiveView, RestorationView } from '../schemas/archive.ts';
import type { ProjectSchedules } from '../projects.ts';
import { checkArchive, type CheckedArchive } from './check.ts';
import { obstaclesTo } from './obstacles.ts';
import { RestoredProject } from './restored-project.ts';

/** Without a sign of life for so long, whoever restores is gone. */
const ALIVE_MS = 20_000;
const SIGN_OF_LIFE_MS = 5_000;

/**
 * Makes projects of archives. An archive is checked from beginning to end before anything is written. What follows may be
 * cut off anywhere: the project is hidden until it is whole, and restoring the same archive again goes on.
 */
export class Restorations {
  readonly #deps: Dependencies;
  readonly #schedules: ProjectSchedules;
  readonly #maxBytes: number;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** @param maxBytes largest archive that is taken. */
  constructor(deps: Dependencies, schedules: ProjectSchedules, maxBytes: number) {
    this.#deps = deps;
    this.#schedules = schedules;
    this.#maxBytes = maxBytes;
  }

  /** Looks whether an archive is whole, and whether it could be restored here. @throws INVALID, TOO_LARGE */
  async check(caller: Caller, bytes: Readable): Promise<ArchiveView> {
    authorizeKind(caller, 'projects.restore');
    const path = uploadPath();
    try {
      await receive(bytes, path, this.#maxBytes);
      const archive = await checkArchive(path);
      return view(archive, await obstaclesTo(this.#deps, archive));
    } finally {
      await rm(path, { force: true });
    }
  }

  /**
   * Begins to restore an archive, or goes on where it was cut off. Answers at once after it was checked.
   * @throws INVALID for an archive that is not whole, CONFLICT where it cannot be restored here, TOO_LARGE
   */
  async begin(caller: Caller, bytes: Readable, name: string | undefined): Promise<RestorationView> {
    authorizeKind(caller, 'projects.restore');
    const path = uploadPath();
    let isTaken = false;
    try {
      await receive(bytes, path, this.#maxBytes);
      const archive = await checkArchive(path);
      const known = await this.#known(archive);
      if (known && (known.step === 'DONE' || isAlive(known))) return restorationView(known);
      const obstacles = await obstaclesTo(this.#deps, archive);
      if (obstacles.length > 0) throw new OperationError('CONFLICT', obstacles.join('; '));
      const job = await this.#take(archive, caller.actor, known);
      isTaken = true;
      const running = this.#run(job, archive, caller.actor, name).then(() => rm(path, { force: true }));
      this.#running.add(running);
      void running.finally(() => this.#running.delete(running)).catch(() => {});
      return restorationView(job.document);
    } finally {
      if (!isTaken) await rm(path, { force: true });
    }
  }

  /** How far it is. @throws NOT_FOUND */
  async get(caller: Caller, slug: string): Promise<RestorationView> {
    authorizeKind(caller, 'projects.restore');
    const found = await this.#deps.store.archive.restoration(slug);
    if (!found) throw notFound(`a restored project ${slug}`);
    return restorationView(found);
  }

  /** Stops what runs: restoring the same archive again goes on. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #known({ id, project }: CheckedArchive): Promise<RestorationDocument | undefined> {
    const found = await this.#deps.store.archive.restoration(project._id);
    return found?.archive === id ? found : undefined;
  }

  async #take(archive: CheckedArchive, actor: Actor, known: RestorationDocument | undefined): Promise<Job> {
    const { store } = this.#deps;
    const slug = archive.project._id;
    const holder = ulid();
    if (!(await store.locks.hold(lockOf(slug), holder, ALIVE_MS))) {
      throw new OperationError('CONFLICT', `somebody else restores ${slug} at this moment`);
    }
    const at = new Date().toISOString();
    const { failure: _failure, ...before } = known ?? {
      _id: slug,
      archive: archive.id,
      step: 'DOCUMENTS' as const,
      total: archive.manifest.counts.tasks,
      by: actorRef(actor),
      startedAt: at,
      notes: [],
    };
    const document = { ...before, done: 0, at };
    await store.archive.noteRestoration(document);
    return { document, holder };
  }

  /** Never fails: what goes wrong is noted. */
  async #run(job: Job, archive: CheckedArchive, actor: Actor, name: string | undefined): Promise<void> {
    const { store, logger } = this.#deps;
    const { document, holder } = job;
    const over = new AbortController();
    const beating = this.#beat(job, over.signal);
    try {
      await this.#restore(job, archive, actor, name);
      Object.assign(document, { step: 'DONE', finishedAt: new Date().toISOString() });
    } catch (error) {
      logger.error({ err: error, project: document._id }, 'a project could not be restored');
      document.failure = error instanceof Error ? error.message : String(error);
    }
    over.abort();
    await beating;
    try {
      await store.archive.noteRestoration(document);
      await store.locks.letGo(lockOf(document._id), holder);
    } catch (error) {
      logger.warn({ err: error, project: document._id }, 'how restoring a project has ended could not be noted');
    }
  }

  /** Steps may be long: whoever looks should see that somebody is at it. */
  async #beat(job: Job, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await setTimeout(SIGN_OF_LIFE_MS, undefined, { signal: over, ref: false }).catch(() => {});
      if (!over.aborted) await this.#stillAlive(job).catch(() => {});
    }
  }

  async #restore(job: Job, archive: CheckedArchive, actor: Actor, name: string | undefined): Promise<void> {
    const { store } = this.#deps;
    const { document } = job;
    const restored = new RestoredProject(this.#deps, archive, actor, new Date(document.startedAt));
    const progress = async (done: number) => {
      if (this.#closing.signal.aborted) throw new Error('the process was asked to stop: restore the archive again');
      const isSame = document.done === done;
      document.done = done;
      if (!isSame) await this.#stillAlive(job);
    };
    if (document.step === 'DOCUMENTS') {
      document.notes = await restored.writeDocuments(name, progress);
      const { openTasks } = archive.manifest.counts;
      Object.assign(document, { step: 'WORKFLOWS', done: 0, total: openTasks });
      await this.#stillAlive(job);
    }
    await restored.startTasks(progress);
    await restored.reveal();
    const slug = document._id;
    await this.#schedules.standups.follow(slug);
    await this.#schedules.recurring.followProject(slug);
    await this.#note(actor, archive);
    await store.changes.add({ event: 'project.changed', projectId: slug, data: { projectId: slug } });
  }

  async #stillAlive({ document, holder }: Job): Promise<void> {
    const { store } = this.#deps;
    if (!(await store.locks.keep(lockOf(document._id), holder, ALIVE_MS))) {
      throw new Error('it took too long, and somebody else may have gone on');
    }
    document.at = new Date().toISOString();
    await store.archive.noteRestoration(document);
  }

  async #note(actor: Actor, { id, manifest, project }: CheckedArchive): Promise<void> {
    const { tasks, events, files } = manifest.counts;
    await this.#deps.activity.note({
      actor,
      projectId: project._id,
      type: 'project.restored',
      summary: `restored the project from an archive of ${manifest.exportedAt.slice(0, 10)}: ${tasks} tasks with ${events} events, ${files} files`,
      data: { ...manifest.counts, archive: id },
    });
  }
}

/** Somebody at work; the document is changed in place. */
interface Job {
  readonly document: RestorationDocument;
  /** Of the lock. */
  readonly holder: string;
}

const lockOf = (slug: string): string => `restore:${slug}`;

const isAlive = ({ at, failure }: RestorationDocument): boolean =>
  failure === undefined && Date.parse(at) > Date.now() - ALIVE_MS;

function restorationView(document: RestorationDocument): RestorationView {
  const { _id: slug, at: _at, ...shown } = document;
  const state = shown.failure !== undefined ? 'FAILED' : isAlive(document) ? 'RUNNING' : 'INTERRUPTED';
  return { slug, state: shown.step === 'DONE' ? 'DONE' : state, ...shown };
}

const view = ({ id, manifest }: CheckedArchive, obstacles: readonly string[]): ArchiveView => {
  const { project, formatVersion, productVersion, exportedAt, counts } = manifest;
  return { id, project, formatVersion, productVersion, exportedAt, counts, obstacles: [...obstacles] };
};
