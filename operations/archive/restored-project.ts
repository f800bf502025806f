import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Actor, Assignee } from '../../domain/actor.ts';
import { actorRef } from '../../domain/actor.ts';
import { takeUp } from '../../domain/task/take-up.ts';
import type { TaskState } from '../../domain/task/state.ts';
import type { ArchivedDocument, PartName } from '../../store/archive/parts.ts';
import type { ArchivedEvent, ArchivedTask, RestoredTasks } from '../../store/archive/restored-tasks.ts';
import { isDuplicateKey } from '../../store/connection.ts';
import type { CarriedTask, Errand } from '../../workflows/contract.ts';
import type { Dependencies } from '../dependencies.ts';
import type { CheckedArchive } from './check.ts';
import { fitted, NOTES, type Place } from './fit.ts';
import { BYTES, folderOf, isPartName, TASKS } from './format.ts';
import { linesOf, unpacked, type UnpackedFile } from './unpack.ts';

/** How long the first events of tasks that were taken up are waited for: a worker may be away. */
const SETTLED_WITHIN_MS = 30_000;
const PAUSE_MS = 100;

/** Says how far a step is, in tasks, and that it may go on. @throws to stop it */
type Progress = (done: number) => Promise<void>;

/** What is done to make a project of an archive that was checked. Each step may be repeated from its beginning. */
export class RestoredProject {
  readonly #deps: Dependencies;
  readonly #archive: CheckedArchive;
  readonly #actor: Actor;
  readonly #now: Date;
  #people: ReadonlyMap<string, Assignee> | undefined;

  /** @param now when it began, the same for each repetition. */
  constructor(deps: Dependencies, archive: CheckedArchive, actor: Actor, now: Date) {
    this.#deps = deps;
    this.#archive = archive;
    this.#actor = actor;
    this.#now = now;
  }

  get #slug(): string {
    return this.#archive.project._id;
  }

  /** Everything that is stored; the project counts as taken away until `reveal`. Answers what is to be done by hand. */
  async writeDocuments(name: string | undefined, progress: Progress): Promise<string[]> {
    const { archive, projects } = this.#deps.store;
    const { project, lastTaskNumber, path } = this.#archive;
    const hidden = {
      ...project,
      ...(name !== undefined && { name }),
      lastTaskNumber,
      removedAt: this.#now.toISOString(),
    };
    await projects.create(hidden).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
    const tasks = archive.restoreTasks(this.#slug);
    const written = new Set<PartName>();
    let [begun, hasEnded] = [0, false];
    for await (const file of unpacked(path)) {
      const folder = folderOf(file.path);
      if (folder !== TASKS && !hasEnded && begun > 0) {
        await tasks.end();
        hasEnded = true;
      }
      if (folder === TASKS) begun += await this.#writeLogs(tasks, file);
      else if (folder === BYTES) await this.#writeBytes(file);
      else if (isPartName(folder) && (await this.#writePart(folder, file)) > 0) written.add(folder);
      await progress(begun);
    }
    await archive.addUp(this.#slug);
    return [...written].flatMap((part) => NOTES[part] ?? []);
  }

  async #writeLogs(tasks: RestoredTasks, file: UnpackedFile): Promise<number> {
    let begun = 0;
    for await (const { value } of linesOf(file)) {
      const line = value as { readonly task: ArchivedTask } | { readonly event: ArchivedEvent };
      if ('task' in line) {
        tasks.begin(line.task);
        begun += 1;
      } else {
        await tasks.add(line.event);
      }
    }
    return begun;
  }

  async #writeBytes({ path, bytes }: UnpackedFile): Promise<void> {
    await this.#deps.store.artifacts.putBytes(path.slice(BYTES.length + 1), () => Readable.from(bytes));
  }

  async #writePart(part: PartName, file: UnpackedFile): Promise<number> {
    const place = await this.#place();
    const documents: ArchivedDocument[] = [];
    for await (const { value } of linesOf(file)) {
      const document = fitted(part, value as ArchivedDocument, place);
      if (document) documents.push(document);
    }
    await this.#deps.store.archive.insert(part, documents);
    return documents.length;
  }

  async #place(): Promise<Place> {
    const people = await this.#peopleHere();
    const { vault } = this.#deps;
    return { now: this.#now, by: actorRef(this.#actor), vault, personHere: (id) => people.get(id) };
  }

  /** Starts the workflow of each task that has not ended, with the state that its log folds to. */
  async startTasks(progress: Progress): Promise<void> {
    const { store, gateway } = this.#deps;
    const { personHere } = await this.#place();
    const day = this.#archive.manifest.exportedAt.slice(0, 10);
    const because = `the project was restored from an archive of ${day}: what ran there does not run here`;
    const awaited: TaskState[] = [];
    let done = 0;
    for await (const page of store.archive.openTasks(this.#slug)) {
      await Promise.all(
        page.map(async ({ state, lastHash }) => {
          const now = new Date().toISOString();
          const taken = takeUp(state, { now, actor: this.#actor, because, personHere });
          await gateway.takeUp(carriedTask(taken.state, taken.events, lastHash), this.#archive.id);
          if (taken.events.length > 0) awaited.push(taken.state);
        }),
      );
      done += page.length;
      await progress(done);
    }
    await this.#settled(awaited);
  }

  /** Until what has followed at once from taking tasks up is stored, or nobody stores it. */
  async #settled(states: readonly TaskState[]): Promise<void> {
    const until = Date.now() + SETTLED_WITHIN_MS;
    for (const { key, seq } of states) {
      while (((await this.#deps.store.tasks.byKey(key))?.seq ?? 0) < seq && Date.now() < until)
        await setTimeout(PAUSE_MS);
    }
  }

  /** Lets people in. */
  async reveal(): Promise<void> {
    const { store, credentials } = this.#deps;
    const people = await this.#peopleHere();
    for (const { id, role } of this.#archive.people) {
      const here = people.get(id);
      if (here && role) await store.people.setMembership(here.id, { project: this.#slug, role });
    }
    await store.projects.update(this.#slug, {}, ['removedAt']);
    credentials.forget();
  }

  /** Those of the archive whom somebody here has the address of. */
  async #peopleHere(): Promise<ReadonlyMap<string, Assignee>> {
    if (this.#people) return this.#people;
    const here = new Map<string, Assignee>();
    for (const { id, email } of this.#archive.people) {
      const person = await this.#deps.store.people.byEmail(email);
      if (person && person.disabledAt === undefined) here.set(id, { kind: 'HUMAN', id: person._id, name: person.name });
    }
    this.#people = here;
    return here;
  }
}

function carriedTask(state: TaskState, outbox: CarriedTask['outbox'], lastHash: string): CarriedTask {
  // What it waits for may have ended after its log was read.
  const waits = state.queuedStart !== undefined && state.released !== true;
  const { key, seq, dependsOn } = state;
  const look: Errand = { kind: 'LOOK_AT_DEPENDENCIES', seq, key, dependency: dependsOn.at(-1) ?? key };
  return {
    schemaVersion: 1,
    state,
    outbox,
    effects: [],
    ...(waits && { errands: [look] }),
    answers: [],
    lastHash,
    continuedAsNew: 0,
  };
}
