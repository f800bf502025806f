import type { PersonDocument } from './documents/identity.ts';
import type { Models } from './models.ts';

/** People: the library for sign-in writes their names and addresses, we write what they may reach. */
export class PeopleStore {
  readonly #models: Models;

  constructor(models: Models) {
    this.#models = models;
  }

  async byId(id: string): Promise<PersonDocument | undefined> {
    return ((await this.#models.people.findOne({ _id: id }).lean()) as PersonDocument | null) ?? undefined;
  }

  /** Makes sure that somebody exists who never signed up: the holder of a key that was made on the machine itself. */
  async ensure({ _id, ...person }: PersonDocument): Promise<void> {
    await this.#models.people.updateOne({ _id }, { $setOnInsert: person }, { upsert: true });
  }

  async update(id: string, changes: Partial<PersonDocument>): Promise<PersonDocument | undefined> {
    const $set = { ...changes, updatedAt: new Date() };
    const found = await this.#models.people
      .findOneAndUpdate({ _id: id }, { $set } as never, { returnDocument: 'after' })
      .lean();
    return (found as PersonDocument | null) ?? undefined;
  }

  /** Who sees a project and is not disabled: its members and the ADMINs of the installation. */
  async ofProject(project: string): Promise<PersonDocument[]> {
    const query = {
      disabledAt: { $exists: false },
      $or: [{ role: 'ADMIN' }, { 'memberships.project': project }],
    };
    return (await this.#models.people
      .find(query as never)
      .sort({ name: 1 })
      .lean()) as PersonDocument[];
  }
}
