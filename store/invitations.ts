import type { InvitationDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

/** Invitations that have not been accepted, by the hash of the token in their link. */
export class InvitationStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  /** Takes the place of earlier ones to the same address. */
  async create(invitation: InvitationDocument): Promise<void> {
    await this.#models.invitations.collection.insertOne(invitation as never);
    await this.#models.invitations.deleteMany({ email: invitation.email, _id: { $ne: invitation._id } });
  }

  /** One that still holds. */
  async byHash(hash: string): Promise<InvitationDocument | undefined> {
    const found = await this.#models.invitations.findOne({ _id: hash, expiresAt: { $gt: new Date() } }).lean();
    return (found as InvitationDocument | null) ?? undefined;
  }

  /** Those that still hold, newest first. */
  async list(): Promise<InvitationDocument[]> {
    const query = { expiresAt: { $gt: new Date() } };
    return (await this.#models.invitations.find(query).sort({ createdAt: -1 }).lean()) as InvitationDocument[];
  }

  /** @returns the one that was removed. */
  async remove(id: string): Promise<InvitationDocument | undefined> {
    const found = await this.#models.invitations.findOneAndDelete({ id }).lean();
    return (found as InvitationDocument | null) ?? undefined;
  }
}
