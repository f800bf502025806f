import type { Membership, PersonDocument } from './documents/identity.ts';
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

  async byEmail(email: string): Promise<PersonDocument | undefined> {
    return ((await this.#models.people.findOne({ email }).lean()) as PersonDocument | null) ?? undefined;
  }

  /** Everybody, also those who left, by name. */
  async list(): Promise<PersonDocument[]> {
    return (await this.#models.people.find().sort({ name: 1, _id: 1 }).lean()) as PersonDocument[];
  }

  /** ADMINs of the installation who are not disabled, the first of them first. */
  async admins(): Promise<PersonDocument[]> {
    const query = { role: 'ADMIN' as const, disabledAt: { $exists: false } };
    return (await this.#models.people.find(query).sort({ createdAt: 1 }).lean()) as PersonDocument[];
  }

  /** @throws a duplicate key where the id or the address is taken */
  async create(person: PersonDocument): Promise<void> {
    await this.#models.people.collection.insertOne(person as never);
  }

  /** Makes sure that somebody exists who never signed up: the holder of a key that was made on the machine itself. */
  async ensure({ _id, ...person }: PersonDocument): Promise<void> {
    await this.#models.people.updateOne({ _id }, { $setOnInsert: person }, { upsert: true });
  }

  /** @param cleared fields that are taken away. @throws a duplicate key where the address is taken */
  async update(
    id: string,
    changes: Partial<PersonDocument>,
    cleared: readonly (keyof PersonDocument)[] = [],
  ): Promise<PersonDocument | undefined> {
    const $set = { ...changes, updatedAt: new Date() };
    const $unset = Object.fromEntries(cleared.map((field) => [field, 1]));
    const found = await this.#models.people
      .findOneAndUpdate({ _id: id }, { $set, $unset } as never, { returnDocument: 'after' })
      .lean();
    return (found as PersonDocument | null) ?? undefined;
  }

  /** Gives somebody a role in a project. Other memberships, also those that change at this moment, stay. */
  async setMembership(id: string, { project, role }: Membership): Promise<void> {
    const { people } = this.#models;
    for (;;) {
      const changed = await people.updateOne(
        { _id: id, 'memberships.project': project } as never,
        { $set: { 'memberships.$.role': role } } as never,
      );
      if (changed.matchedCount > 0) return;
      const added = await people.updateOne(
        { _id: id, 'memberships.project': { $ne: project } } as never,
        { $push: { memberships: { project, role } } } as never,
      );
      if (added.matchedCount > 0 || !(await this.byId(id))) return;
    }
  }

  async removeMembership(id: string, project: string): Promise<void> {
    await this.#models.people.updateOne({ _id: id }, { $pull: { memberships: { project } } } as never);
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
