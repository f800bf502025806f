import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { TaskEvent } from '../../domain/task/events.ts';
import { parseTaskKey } from '../../domain/ids.ts';
import { evolve } from '../../domain/task/evolve.ts';
import type { TaskState } from '../../domain/task/state.ts';
import { isFinal } from '../../domain/task/vocabulary.ts';
import { partOf } from '../../store/archive/parts.ts';
import type { ArchivedEvent, ArchivedTask } from '../../store/archive/restored-tasks.ts';
import { ChainCheck } from '../../store/hash-chain.ts';
import type { ProjectDocument } from '../../store/models.ts';
import {
  BYTES,
  documentSchema,
  eventLineSchema,
  FILES,
  folderOf,
  FORMAT_VERSION,
  headSchema,
  isPartName,
  manifestSchema,
  personSchema,
  taskLineSchema,
  TASKS,
  type ArchivedPerson,
  type ArchiveManifest,
} from './format.ts';
import { projectFileSchema } from './project-file.ts';
import { badArchive, linesOf, parsed, textOf, unpacked, type UnpackedFile } from './unpack.ts';

/** An archive that is whole, with what has to be known of it before anything is written. */
export interface CheckedArchive {
  readonly path: string;
  /** SHA-256 of the manifest: names the archive. */
  readonly id: string;
  readonly manifest: ArchiveManifest;
  readonly project: ProjectDocument;
  readonly people: readonly ArchivedPerson[];
  /** Ids of all tasks. */
  readonly taskIds: readonly string[];
  /** Ids of those that have not ended. */
  readonly openTaskIds: readonly string[];
  readonly lastTaskNumber: number;
}

/**
 * Reads an archive from its beginning to its end, twice: whether every file is what the manifest says, and then whether
 * what the files say makes sense, above all the hash chain of each log. Nothing is written.
 * @throws INVALID with the part that is wrong
 */
export async function checkArchive(path: string): Promise<CheckedArchive> {
  const { id, manifest } = await checkFiles(path);
  const contents = new Contents(manifest);
  for await (const file of unpacked(path)) await contents.look(file);
  return { path, id, manifest, ...contents.result() };
}

/** Whether the files are those of the manifest, byte for byte. */
async function checkFiles(path: string): Promise<{ id: string; manifest: ArchiveManifest }> {
  const found: ArchiveManifest['files'] = [];
  let last: string | undefined;
  for await (const file of unpacked(path)) {
    if (last !== undefined) throw badArchive(`${file.path} comes after the manifest`);
    if (found.length === 0) await checkHead(file, found);
    else if (file.path === FILES.manifest) last = await textOf(file);
    else found.push(await hashed(file));
  }
  if (last === undefined)
    throw badArchive(`it has no ${FILES.manifest}: it was cut off, or is no archive of a project`);
  const manifest = valid(manifestSchema, parsed(last, FILES.manifest), FILES.manifest);
  compare(manifest.files, found);
  return { id: createHash('sha256').update(last).digest('hex'), manifest };
}

/** Of another version, files may be anything: that is said first. */
async function checkHead(file: UnpackedFile, found: ArchiveManifest['files']): Promise<void> {
  if (file.path !== FILES.head) throw badArchive(`it does not begin with ${FILES.head}: it is no archive of a project`);
  const text = await textOf(file);
  const { formatVersion, productVersion } = valid(headSchema, parsed(text, file.path), file.path);
  if (formatVersion > FORMAT_VERSION) {
    const ours = `this Mission Control knows formats up to ${FORMAT_VERSION}`;
    throw badArchive(
      `its format is ${formatVersion}, of Mission Control ${productVersion}, and ${ours}: update it first`,
    );
  }
  const bytes = Buffer.from(text);
  found.push({ path: file.path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
}

async function hashed({ path, bytes }: UnpackedFile): Promise<ArchiveManifest['files'][number]> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { path, bytes: size, sha256: hash.digest('hex') };
}

function compare(listed: ArchiveManifest['files'], found: ArchiveManifest['files']): void {
  const there = new Map(found.map((file) => [file.path, file]));
  const missing = listed.find(({ path }) => !there.has(path));
  if (missing) throw badArchive(`${missing.path} is missing`);
  const known = new Set(listed.map(({ path }) => path));
  const unknown = found.find(({ path }) => !known.has(path));
  if (unknown) throw badArchive(`${unknown.path} is not in the manifest`);
  for (const [index, { path, sha256 }] of listed.entries()) {
    if (there.get(path)?.sha256 !== sha256) throw badArchive(`${path} was changed: its SHA-256 is another one`);
    if (found[index]?.path !== path || found.length !== listed.length) throw badArchive(`${path} is not in its place`);
  }
}

/** Looks into the files of an archive that is what its manifest says. */
class Contents {
  readonly #manifest: ArchiveManifest;
  readonly #people: ArchivedPerson[] = [];
  readonly #taskIds: string[] = [];
  readonly #openTaskIds: string[] = [];
  readonly #wantedFiles = new Set<string>();
  readonly #files = new Set<string>();
  #project: ProjectDocument | undefined;
  #log: LogCheck | undefined;
  #lastTaskNumber = 0;
  #events = 0;

  constructor(manifest: ArchiveManifest) {
    this.#manifest = manifest;
  }

  async look(file: UnpackedFile): Promise<void> {
    const { path } = file;
    const folder = folderOf(path);
    if (path === FILES.head || path === FILES.manifest) return;
    if (path === FILES.project) this.#project = this.#readProject(await textOf(file));
    else if (path === FILES.people) await this.#readPeople(file);
    else if (folder === TASKS) await this.#readLogs(file);
    else if (folder === BYTES) this.#noteBytes(path);
    else if (isPartName(folder)) await this.#readDocuments(file, folder);
    else throw badArchive(`${path} is nothing that an archive of this format has`);
  }

  result(): Omit<CheckedArchive, 'path' | 'id' | 'manifest'> {
    this.#endLog();
    const { tasks, openTasks, events, files } = this.#manifest.counts;
    const project = this.#project;
    if (!project) throw badArchive(`${FILES.project} is missing`);
    const missing = [...this.#wantedFiles].find((sha256) => !this.#files.has(sha256));
    if (missing !== undefined) throw badArchive(`the bytes of the file ${missing} are missing`);
    expect('tasks', tasks, this.#taskIds.length);
    expect('open tasks', openTasks, this.#openTaskIds.length);
    expect('events', events, this.#events);
    expect('files', files, this.#files.size);
    return {
      project,
      people: this.#people,
      taskIds: this.#taskIds,
      openTaskIds: this.#openTaskIds,
      lastTaskNumber: Math.max(project.lastTaskNumber, this.#lastTaskNumber),
    };
  }

  #readProject(text: string): ProjectDocument {
    const { slug, keyPrefix } = this.#manifest.project;
    const project = valid(projectFileSchema, parsed(text, FILES.project), FILES.project);
    if (project._id !== slug || project.keyPrefix !== keyPrefix) {
      throw badArchive(`${FILES.project} is of another project than the manifest`);
    }
    return project as unknown as ProjectDocument;
  }

  async #readPeople(file: UnpackedFile): Promise<void> {
    for await (const { value, at } of linesOf(file)) this.#people.push(valid(personSchema, value, at));
  }

  async #readLogs(file: UnpackedFile): Promise<void> {
    for await (const { value, at } of linesOf(file)) {
      if (isTask(value)) {
        this.#endLog();
        const { task } = valid(taskLineSchema, value, at);
        this.#log = new LogCheck(task as ArchivedTask, this.#manifest.project);
      } else {
        if (!this.#log) throw badArchive(`${at} is an event of no task`);
        const { event } = valid(eventLineSchema, value, at);
        this.#log.add(event as unknown as ArchivedEvent);
        this.#events += 1;
      }
    }
  }

  #endLog(): void {
    if (!this.#log) return;
    const { id, isOpen, number } = this.#log.end();
    this.#taskIds.push(id);
    if (isOpen) this.#openTaskIds.push(id);
    this.#lastTaskNumber = Math.max(this.#lastTaskNumber, number);
    this.#log = undefined;
  }

  async #readDocuments(file: UnpackedFile, part: Parameters<typeof partOf>[0]): Promise<void> {
    const { owns } = partOf(part);
    for await (const { value, at } of linesOf(file)) {
      const document = valid(documentSchema, value, at);
      if (!owns(document, this.#manifest.project)) throw badArchive(`${at} is of another project`);
      if (part === 'artifacts') this.#wantedFiles.add(String(document['sha256']));
    }
  }

  #noteBytes(path: string): void {
    const sha256 = path.slice(BYTES.length + 1);
    const listed = this.#manifest.files.find((file) => file.path === path);
    if (listed?.sha256 !== sha256) throw badArchive(`${path} does not have the SHA-256 that it is called by`);
    this.#files.add(sha256);
  }
}

const isTask = (line: unknown): boolean => typeof line === 'object' && line !== null && 'task' in line;

/** Follows the log of one task. */
class LogCheck {
  readonly #task: ArchivedTask;
  readonly #project: ArchiveManifest['project'];
  readonly #chain = new ChainCheck();
  #state: TaskState | undefined;

  constructor(task: ArchivedTask, project: ArchiveManifest['project']) {
    this.#task = task;
    this.#project = project;
  }

  add({ storedAt: _storedAt, ...event }: ArchivedEvent): void {
    const { id, key } = this.#task;
    if (event.taskId !== id) throw badArchive(`the log of ${key} has an event of another task`);
    this.#chain.add(event);
    const { problems } = this.#chain.result();
    if (problems.length > 0) throw badArchive(`the log of ${key}: ${problems[0]}`);
    try {
      this.#state = evolve(this.#state, event as TaskEvent);
    } catch (error) {
      throw badArchive(`the log of ${key} makes no sense at event ${event.seq}`, error);
    }
  }

  end(): { readonly id: string; readonly isOpen: boolean; readonly number: number } {
    const { id, key, seq } = this.#task;
    const state = this.#state;
    const { problems } = this.#chain.result(seq);
    if (!state || problems.length > 0) throw badArchive(`the log of ${key}: ${problems[0] ?? 'it is empty'}`);
    const { slug, keyPrefix } = this.#project;
    const named = parseTaskKey(key);
    const isOfProject = state.projectId === slug && named?.keyPrefix === keyPrefix;
    if (state.id !== id || state.key !== key || !named || !isOfProject) {
      throw badArchive(`the log of ${key} is of another task or project`);
    }
    return { id, isOpen: !isFinal(state.status), number: named.number };
  }
}

function valid<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw badArchive(`${where} is not what it should be (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`);
}

function expect(what: string, counted: number, found: number): void {
  if (counted !== found) throw badArchive(`the manifest counts ${counted} ${what}, and there are ${found}`);
}
