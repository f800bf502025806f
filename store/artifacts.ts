import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { type Connection } from 'mongoose';
import { isDuplicateKey } from './connection.ts';
import type { ArtifactDocument, Models } from './models.ts';

/** Files: bytes by their hash, so that equal ones are stored once, and a document for each name they go by. */
export class ArtifactStore {
  readonly #models: Models;
  readonly #connection: Connection;

  constructor(models: Models, connection: Connection) {
    this.#models = models;
    this.#connection = connection;
  }

  /** Stores bytes unless they are stored already. @param open reads them; only called where they are needed. */
  async putBytes(sha256: string, open: () => Readable): Promise<void> {
    const bucket = this.#bucket();
    const [existing] = await bucket.find({ filename: sha256 }).limit(1).toArray();
    if (existing) return;
    await pipeline(open(), bucket.openUploadStream(sha256));
  }

  openBytes(sha256: string): Readable {
    return this.#bucket().openDownloadStreamByName(sha256);
  }

  async put(artifact: ArtifactDocument): Promise<void> {
    try {
      await this.#models.artifacts.collection.insertOne(artifact as never);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async byId(id: string): Promise<ArtifactDocument | undefined> {
    return (await this.#models.artifacts.findOne({ _id: id }).lean()) ?? undefined;
  }

  async byIds(ids: readonly string[]): Promise<ArtifactDocument[]> {
    return await this.#models.artifacts.find({ _id: { $in: [...ids] } }).lean();
  }

  #bucket() {
    const { db } = this.#connection;
    if (!db) throw new mongoose.mongo.MongoNotConnectedError('the database is not connected');
    return new mongoose.mongo.GridFSBucket(db, { bucketName: 'artifactBytes' });
  }
}
