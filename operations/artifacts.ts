import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileTypeFromFile } from 'file-type';
import type { ArtifactRef } from '../domain/task/state.ts';
import type { ArtifactDocument } from '../store/models.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { receive, uploadPath } from './receive.ts';
import type { Tasks } from './tasks.ts';

interface Upload {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Readable;
}

/** Files that belong to tasks. */
export class Artifacts {
  readonly #deps: Dependencies;
  readonly #tasks: Tasks;

  constructor(deps: Dependencies, tasks: Tasks) {
    this.#deps = deps;
    this.#tasks = tasks;
  }

  /** Takes a file from the execution that made it. Equal bytes are stored once. @throws TOO_LARGE */
  async uploadForExecution(caller: Caller, executionId: string, upload: Upload): Promise<ArtifactRef> {
    if (caller.kind !== 'EXECUTION' || caller.executionId !== executionId) {
      throw new OperationError('FORBIDDEN', 'only the execution itself uploads its files');
    }
    const execution = await this.#deps.store.parts.execution(executionId);
    if (!execution) throw notFound(`the execution ${executionId}`);
    const { taskId, taskKey, projectId } = execution;
    return this.#store({ taskId, taskKey, projectId, executionId }, upload);
  }

  /** Takes a file from a person who hands in work. */
  async uploadForTask(caller: Caller, taskKey: string, upload: Upload): Promise<ArtifactRef> {
    const { id: taskId, projectId } = await this.#tasks.lookup.authorized(caller, 'tasks.upload', taskKey);
    return this.#store({ taskId, taskKey, projectId }, upload);
  }

  async open(caller: Caller, id: string): Promise<{ artifact: ArtifactDocument; bytes: Readable }> {
    const artifact = await this.#deps.store.artifacts.byId(id);
    if (!artifact) throw notFound(`the file ${id}`);
    authorize(caller, 'artifacts.read', artifact.projectId, `the file ${id}`);
    return { artifact, bytes: this.#deps.store.artifacts.openBytes(artifact.sha256) };
  }

  async #store(
    owner: Pick<ArtifactDocument, 'taskId' | 'taskKey' | 'projectId' | 'executionId'>,
    { name, type, bytes }: Upload,
  ): Promise<ArtifactRef> {
    const path = uploadPath();
    try {
      const { sha256, size } = await receive(bytes, path, this.#deps.artifactMaxBytes);
      await this.#deps.store.artifacts.putBytes(sha256, () => createReadStream(path));
      const id = `${owner.taskKey}-F-${createHash('sha256').update(`${name}\n${sha256}`).digest('hex').slice(0, 20)}`;
      const artifact = { id, name, type: await typeOf(path, type), size, sha256 };
      await this.#deps.store.artifacts.put({ ...artifact, ...owner, _id: id, createdAt: new Date().toISOString() });
      return artifact;
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** What kind of file it is by its first bytes; what has no mark of a kind is text, or else what it was said to be. */
async function typeOf(path: string, said: string): Promise<string> {
  const found = await fileTypeFromFile(path);
  if (found) return found.mime;
  // An image has a mark: what has none is no image, whatever it was said to be.
  return /^(image|audio|video|font)\/(?!svg)/.test(said) ? 'application/octet-stream' : said;
}
