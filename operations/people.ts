import type { PersonDocument } from '../store/documents/identity.ts';
import type { Store } from '../store/store.ts';
import { requireMemberships } from './accounts/memberships.ts';
import { personView } from './accounts/person-view.ts';
import type { Sessions } from './accounts/sessions.ts';
import type { Activity } from './activity.ts';
import { authorize, authorizeKind } from './authorization/authorize.ts';
import type { Caller } from './caller.ts';
import type { Credentials } from './credentials.ts';
import { notFound, OperationError } from './errors.ts';
import type { Projects } from './projects.ts';
import type { EditPerson, PersonView, SetMember } from './schemas/people.ts';

/** Everybody who works here, and what they may reach. */
export class People {
  readonly #store: Store;
  readonly #credentials: Credentials;
  readonly #sessions: Sessions;
  readonly #projects: Projects;
  readonly #activity: Activity;

  constructor(parts: {
    store: Store;
    credentials: Credentials;
    sessions: Sessions;
    projects: Projects;
    activity: Activity;
  }) {
    this.#store = parts.store;
    this.#credentials = parts.credentials;
    this.#sessions = parts.sessions;
    this.#projects = parts.projects;
    this.#activity = parts.activity;
  }

  /** By name, also those who left. */
  async list(caller: Caller): Promise<PersonView[]> {
    authorizeKind(caller, 'people.list');
    return (await this.#store.people.list()).map(personView);
  }

  /** Disabling somebody signs them out at once, and their keys stop working. @throws CONFLICT for the last ADMIN */
  async edit(caller: Caller, id: string, changes: EditPerson): Promise<PersonView> {
    authorizeKind(caller, 'people.edit');
    if (changes.memberships) await requireMemberships(this.#store, changes.memberships);
    const before = await this.#store.people.byId(id);
    if (!before) throw notFound(`the person ${id}`);
    const news = newsIn(changes, before);
    const after = await this.#write(before, news);
    if (after.disabledAt !== undefined) await this.#sessions.endAllOf(id);
    this.#credentials.forget();
    await this.#noteChanges(caller, after, news);
    for (const project of changedMemberships(before, after)) await this.#tell(project);
    return personView(after);
  }

  /** Gives a role in a project to somebody who is here, or takes it away with null. @throws NOT_FOUND */
  async setMember(caller: Caller, project: string, { email, role }: SetMember): Promise<void> {
    const actor = authorize(caller, 'members.edit', project);
    await this.#projects.require(project);
    const person = await this.#store.people.byEmail(email);
    if (!person) throw new OperationError('NOT_FOUND', `nobody here has the address ${email}: invite them first`);
    if (role === null) await this.#store.people.removeMembership(person._id, project);
    else await this.#store.people.setMembership(person._id, { project, role });
    this.#credentials.forget();
    const summary =
      role === null ? `took ${person.name} out of ${project}` : `made ${person.name} ${role} of ${project}`;
    await this.#activity.note({ actor, projectId: project, type: 'member.changed', summary });
    await this.#tell(project);
  }

  /** Whoever looks at the project, and the person themselves, learns who may do what in it now. */
  async #tell(projectId: string): Promise<void> {
    await this.#store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }

  async #write(before: PersonDocument, changes: EditPerson): Promise<PersonDocument> {
    const after = await this.#apply(before._id, changes);
    const admins = await this.#store.people.admins();
    if (admins.length > 0) return after;
    // Two ADMINs who take each other's role away at the same moment both end here, and both are undone.
    await this.#apply(before._id, { role: before.role, isDisabled: before.disabledAt !== undefined });
    if (changes.memberships) await this.#apply(before._id, { memberships: before.memberships });
    throw new OperationError('CONFLICT', `${before.name} is the last ADMIN: make somebody else ADMIN first`);
  }

  async #apply(id: string, { role, memberships, isDisabled }: EditPerson): Promise<PersonDocument> {
    const set = {
      ...(role && { role }),
      ...(memberships && { memberships }),
      ...(isDisabled === true && { disabledAt: new Date().toISOString() }),
    };
    const after = await this.#store.people.update(id, set, isDisabled === false ? ['disabledAt'] : []);
    if (!after) throw notFound(`the person ${id}`);
    return after;
  }

  async #noteChanges({ actor }: Caller, { name }: PersonDocument, changes: EditPerson): Promise<void> {
    const deeds = [
      changes.role && { type: 'person.role_changed', summary: `made ${name} ${changes.role} of the installation` },
      changes.memberships && { type: 'person.memberships_changed', summary: `changed the memberships of ${name}` },
      changes.isDisabled === true && { type: 'person.disabled', summary: `disabled ${name}` },
      changes.isDisabled === false && { type: 'person.enabled', summary: `let ${name} back in` },
    ];
    for (const deed of deeds) if (deed) await this.#activity.note({ actor, ...deed });
  }
}

/** The projects in which a person has another role than before. */
function changedMemberships(before: PersonDocument, after: PersonDocument): string[] {
  const roleIn = (person: PersonDocument, slug: string) =>
    person.memberships.find(({ project }) => project === slug)?.role;
  const slugs = new Set([...before.memberships, ...after.memberships].map(({ project }) => project));
  return [...slugs].filter((slug) => roleIn(before, slug) !== roleIn(after, slug));
}

/** What is not so already. */
const newsIn = ({ role, memberships, isDisabled }: EditPerson, before: PersonDocument): EditPerson => ({
  ...(role !== before.role && { role }),
  memberships,
  ...(isDisabled !== (before.disabledAt !== undefined) && { isDisabled }),
});
