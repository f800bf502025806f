import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileTypeFromFile } from 'file-type';
import type { ArtifactRef } from '../domain/task/state.ts';
import type { ArtifactDocument } from '../store/models.ts';
import { authorize } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
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
    const path = join(tmpdir(), `mission-control-upload-${randomUUID()}`);
    try {
      const { sha256, size } = await receive(bytes, path, this.#deps.artifactMaxBytes);
      await this.#deps.store.artifacts.putBytes(sha256, path);
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

/** Writes a stream to a file, hashing on the way and stopping at the limit. */
async function receive(bytes: Readable, path: string, maxBytes: number): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      hash.update(chunk);
      const isTooLarge = size > maxBytes;
      done(isTooLarge ? new OperationError('TOO_LARGE', `a file may have at most ${maxBytes} bytes`) : null, chunk);
    },
  });
  await pipeline(bytes, meter, createWriteStream(path, { mode: 0o600 }));
  return { sha256: hash.digest('hex'), size };
}
