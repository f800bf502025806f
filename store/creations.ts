import { ulid } from 'ulid';
import { taskKey } from '../domain/ids.ts';
import { isDuplicateKey } from './connection.ts';
import type { CreationDocument, Models } from './models.ts';
import type { ProjectStore } from './projects.ts';

interface CreationRequest {
  readonly id: string;
  readonly bodyHash: string;
}

interface CreationPlace {
  readonly projectId: string;
  readonly keyPrefix: string;
}

/** Which task a request leads to: its id and key are taken once, however often it is made. */
export class CreationStore {
  readonly #models: Models;
  readonly #projects: ProjectStore;

  constructor(models: Models, projects: ProjectStore) {
    this.#models = models;
    this.#projects = projects;
  }

  /**
   * Takes an id and a key for the task that a request creates, or answers those that it has taken already.
   * @param request names the request; the hash tells another body under the same name.
   */
  async reserve(request: CreationRequest, place: CreationPlace): Promise<CreationDocument> {
    return (await this.byId(request.id)) ?? this.take(request, place);
  }

  /** The same for a request that has just been looked for: repeated, it would leave keys out. */
  async take({ id, bodyHash }: CreationRequest, { projectId, keyPrefix }: CreationPlace): Promise<CreationDocument> {
    const number = await this.#projects.nextTaskNumber(projectId);
    const key = taskKey(keyPrefix, number ?? 0);
    const creation = { _id: id, taskId: ulid(), taskKey: key, bodyHash, createdAt: new Date() };
    try {
      await this.#models.creations.collection.insertOne({ ...creation } as never);
      return creation;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return (await this.byId(id)) ?? creation;
    }
  }

  async byId(id: string): Promise<CreationDocument | undefined> {
    return (await this.#models.creations.findOne({ _id: id }).lean()) ?? undefined;
  }
}
