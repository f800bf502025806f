import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { githubBrokenKey } from '../domain/alert/keys.ts';
import { actorRef, type Actor } from '../domain/actor.ts';
import { begunSync, type GithubChange } from '../domain/github/change.ts';
import { DEFAULT_GITHUB_SETTINGS, type GithubSettings } from '../domain/github/settings.ts';
import type { GithubAccess, GithubConnectionDocument } from '../store/documents/github.ts';
import { authorize } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import { connectionView, GITHUB_EVENTS } from './github-view.ts';
import type {
  ConnectGithub,
  EditGithub,
  GithubAccessInput,
  GithubConnectedView,
  GithubRepositoriesView,
  GithubRepositoryView,
} from './schemas/github.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What GitHub says of a repository that we are let into. */
export interface FoundRepository {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly defaultBranch: string;
  /** Who we are there. */
  readonly login: string;
  readonly scopes?: readonly string[];
}

/** A connection with what it takes to call GitHub. */
export interface OpenedConnection {
  readonly connection: GithubConnectionDocument;
  readonly access: GithubAccessInput;
}

/** Settings after which every issue has to be looked at again. */
const RESYNC: readonly (keyof GithubSettings)[] = [
  'types',
  'defaultType',
  'priorities',
  'defaultPriority',
  'importClosed',
];

/** How people connect projects to repositories on GitHub. */
export class Github {
  readonly #deps: Dependencies;

  constructor(deps: Dependencies) {
    this.#deps = deps;
  }

  async list(caller: Caller, slug: string): Promise<GithubRepositoriesView> {
    authorize(caller, 'github.read', slug);
    const connections = await this.#deps.store.github.connections.ofProject(slug);
    const items = await Promise.all(connections.map((connection) => this.#view(connection)));
    return { items, webhookUrl: this.#hookUrl };
  }

  /** Before GitHub is asked on somebody's behalf. @throws FORBIDDEN, NOT_FOUND */
  async requireMayConnect(caller: Caller, slug: string): Promise<void> {
    authorize(caller, 'github.edit', slug);
    await this.#deps.projects.require(slug);
  }

  /** @param found what GitHub has said with this access. @throws CONFLICT where the project has the repository */
  async connect(
    caller: Caller,
    slug: string,
    { access, settings, webhookSecret }: ConnectGithub,
    found: FoundRepository,
  ): Promise<GithubConnectedView> {
    const actor = authorize(caller, 'github.edit', slug);
    const id = ulid();
    const secret = webhookSecret ?? randomBytes(24).toString('base64url');
    const { repositoryId, owner, name, url, defaultBranch } = found;
    const connectedAt = new Date().toISOString();
    const connection: GithubConnectionDocument = {
      _id: id,
      projectId: slug,
      repositoryId,
      owner,
      name,
      url,
      defaultBranch,
      access: this.#sealed(id, access, found),
      sealedHookSecret: this.#deps.vault.seal(secret, hookPlace(id)),
      settings: { ...DEFAULT_GITHUB_SETTINGS, ...withoutUndefined(settings ?? {}) },
      settingsBy: actorRef(actor),
      commentsSince: connectedAt,
      connectedBy: actorRef(actor),
      connectedAt,
    };
    if (!(await this.#deps.store.github.connections.add(connection))) {
      throw new OperationError('CONFLICT', `${slug} is connected to ${owner}/${name} already`);
    }
    await this.#deps.githubSyncs.follow(id);
    await this.#note(actor, slug, 'github.connected', `connected ${owner}/${name} on GitHub`);
    return { repository: await this.#view(connection), webhook: this.#webhook(secret) };
  }

  async edit(caller: Caller, slug: string, id: string, edit: EditGithub): Promise<GithubRepositoryView> {
    const { actor, connection } = await this.#require(caller, 'github.edit', slug, id);
    const change = withoutUndefined(edit);
    const settings = { ...connection.settings, ...change };
    const isOther = RESYNC.some((name) => JSON.stringify(settings[name]) !== JSON.stringify(connection.settings[name]));
    const set = { settings, settingsBy: actorRef(actor) };
    const unset = isOther ? (['issuesSince', 'issuesEtag', 'firstSyncedAt'] as const) : [];
    await this.#deps.store.github.connections.set(id, set, ...unset);
    await this.#deps.githubSyncs.follow(id);
    const { owner, name } = connection;
    const words = Object.keys(change).join(', ') || 'nothing';
    await this.#note(actor, slug, 'github.edited', `changed how ${owner}/${name} is synced: ${words}`);
    return this.#view({ ...connection, ...set });
  }

  /** "acme/shop", for whoever may give another access to it. @throws FORBIDDEN, NOT_FOUND */
  async nameToChange(caller: Caller, slug: string, id: string): Promise<string> {
    const { owner, name } = (await this.#require(caller, 'github.edit', slug, id)).connection;
    return `${owner}/${name}`;
  }

  /** Another token or key, after GitHub was asked with it. @throws CONFLICT where it opens another repository */
  async changeAccess(
    caller: Caller,
    slug: string,
    id: string,
    access: GithubAccessInput,
    found: FoundRepository,
  ): Promise<GithubRepositoryView> {
    const { actor, connection } = await this.#require(caller, 'github.edit', slug, id);
    if (found.repositoryId !== connection.repositoryId) {
      throw new OperationError('CONFLICT', `${found.owner}/${found.name} is another repository than before`);
    }
    const set = { access: this.#sealed(id, access, found), owner: found.owner, name: found.name, url: found.url };
    await this.#deps.store.github.connections.set(id, set, 'trouble', 'issuesEtag');
    await this.#mended(id, actor, 'another access was given');
    await this.#note(actor, slug, 'github.edited', `gave another access to ${found.owner}/${found.name}`);
    const { trouble: _trouble, ...rest } = connection;
    return this.#view({ ...rest, ...set });
  }

  /** A new secret for the webhook: the one before is worth nothing from now on. */
  async rotateSecret(caller: Caller, slug: string, id: string): Promise<GithubConnectedView> {
    const { actor, connection } = await this.#require(caller, 'github.edit', slug, id);
    const secret = randomBytes(24).toString('base64url');
    await this.#deps.store.github.connections.set(id, {
      sealedHookSecret: this.#deps.vault.seal(secret, hookPlace(id)),
    });
    const { owner, name } = connection;
    await this.#note(actor, slug, 'github.edited', `made a new webhook secret for ${owner}/${name}`);
    return { repository: await this.#view(connection), webhook: this.#webhook(secret) };
  }

  /** Nothing more is taken from there or told there; tasks stay, and are found again when it is connected again. */
  async disconnect(caller: Caller, slug: string, id: string): Promise<void> {
    const { actor, connection } = await this.#require(caller, 'github.edit', slug, id);
    await this.#deps.store.github.connections.remove(id);
    await this.#deps.githubSyncs.follow(id);
    await this.#deps.githubSyncs.cancel(id);
    await this.#mended(id, actor, 'the repository was disconnected');
    const { owner, name } = connection;
    await this.#note(actor, slug, 'github.disconnected', `disconnected ${owner}/${name} on GitHub`);
  }

  /** Starts a sync; one that runs goes on. @param full also of what has not changed */
  async startSync(caller: Caller, slug: string, id: string, full: boolean): Promise<GithubRepositoryView> {
    const { connection } = await this.#require(caller, 'github.sync', slug, id);
    const { github } = this.#deps.store;
    if (full) await github.connections.set(id, {}, 'issuesSince', 'issuesEtag', 'firstSyncedAt');
    const begun = begunSync(new Date().toISOString());
    // Whoever looks before the first step is done sees that something is under way.
    if (await this.#deps.githubSyncs.start(connection)) await github.connections.noteStart(id, connection.sync, begun);
    return this.#view((await github.connections.byId(id)) ?? connection);
  }

  /** What is synced stays; the next sync goes on from there. @throws CONFLICT when none runs */
  async cancelSync(caller: Caller, slug: string, id: string): Promise<void> {
    const { connection } = await this.#require(caller, 'github.sync', slug, id);
    // Temporal takes the wish to cancel what is over as well.
    const { githubSyncs } = this.#deps;
    if ((await githubSyncs.isRunning(id)) && (await githubSyncs.cancel(id))) return;
    throw new OperationError('CONFLICT', `no sync of ${connection.owner}/${connection.name} runs`);
  }

  /** For whoever may change it, to ask GitHub with. */
  async opened(caller: Caller, slug: string, id: string): Promise<OpenedConnection> {
    const { connection } = await this.#require(caller, 'github.edit', slug, id);
    return this.open(connection);
  }

  /** For what is done by Mission Control itself. @throws CONFLICT when it was sealed with another secret */
  open(connection: GithubConnectionDocument): OpenedConnection {
    const { vault } = this.#deps;
    const { _id: id, access } = connection;
    const opened: GithubAccessInput =
      access.kind === 'TOKEN'
        ? { kind: 'TOKEN', token: vault.open(access.sealedToken, accessPlace(id)) }
        : {
            kind: 'APP',
            appId: access.appId,
            installationId: access.installationId,
            privateKey: vault.open(access.sealedKey, accessPlace(id)),
          };
    return { connection, access: opened };
  }

  /** Connections with the secrets of their webhooks; those that cannot be read are left out. For the inbound route. */
  async hookSecrets(): Promise<{ readonly connection: GithubConnectionDocument; readonly secret: string }[]> {
    const connections = await this.#deps.store.github.connections.all();
    return connections.flatMap((connection) => {
      try {
        return [{ connection, secret: this.#deps.vault.open(connection.sealedHookSecret, hookPlace(connection._id)) }];
      } catch {
        return [];
      }
    });
  }

  /** Has a delivery dealt with; one that was told before is not dealt with again. @throws UNAVAILABLE */
  async deliver(
    connection: GithubConnectionDocument,
    delivery: string,
    event: string,
    changes: readonly GithubChange[],
  ): Promise<'TAKEN' | 'KNOWN' | 'IGNORED'> {
    const isNew = changes.length > 0 && (await this.#deps.githubSyncs.deliver(connection, delivery, event, changes));
    await this.#deps.store.github.connections.set(connection._id, { lastDeliveryAt: new Date().toISOString() });
    return isNew ? 'TAKEN' : changes.length > 0 ? 'KNOWN' : 'IGNORED';
  }

  /** Notes what GitHub says of our access: the first time that it does not let us in, people are told. */
  async noteTrouble(connection: GithubConnectionDocument, because: string | undefined): Promise<void> {
    const { store, alerts } = this.#deps;
    const { _id: id, projectId, owner, name, trouble } = connection;
    if (because === undefined) {
      if (!trouble) return;
      await store.github.connections.set(id, {}, 'trouble');
      await alerts.resolveByKey(githubBrokenKey(id), GITHUB, 'GitHub lets us in again');
      return;
    }
    await store.github.connections.set(id, { trouble: { because, since: trouble?.since ?? new Date().toISOString() } });
    await alerts.raise({
      key: githubBrokenKey(id),
      severity: 'ERROR',
      kind: 'GITHUB_BROKEN',
      title: `${owner}/${name} on GitHub cannot be reached`,
      description: because,
      projectId,
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN */
  async #require(
    caller: Caller,
    operation: Operation,
    slug: string,
    id: string,
  ): Promise<{ actor: Actor; connection: GithubConnectionDocument }> {
    const actor = authorize(caller, operation, slug);
    const connection = await this.#deps.store.github.connections.byId(id);
    if (connection?.projectId !== slug) throw notFound(`the repository ${id}`);
    return { actor, connection };
  }

  /** A sync that was ended from outside could not say so itself. */
  async #view(connection: GithubConnectionDocument): Promise<GithubRepositoryView> {
    const { _id: id, projectId, repositoryId, sync } = connection;
    const isRunning = sync?.state === 'RUNNING' && (await this.#deps.githubSyncs.isRunning(id).catch(() => true));
    const issues = await this.#deps.store.github.issues.count(projectId, repositoryId);
    return connectionView(connection, issues, isRunning);
  }

  #sealed(id: string, access: GithubAccessInput, { login, scopes }: FoundRepository): GithubAccess {
    const { vault } = this.#deps;
    if (access.kind === 'TOKEN') {
      const sealedToken = vault.seal(access.token, accessPlace(id));
      return { kind: 'TOKEN', sealedToken, login, ...(scopes && { scopes: [...scopes] }) };
    }
    const { appId, installationId, privateKey } = access;
    return { kind: 'APP', appId, installationId, sealedKey: vault.seal(privateKey, accessPlace(id)), login };
  }

  get #hookUrl(): string {
    return `${this.#deps.publicUrl}/hooks/github`;
  }

  #webhook(secret: string): GithubConnectedView['webhook'] {
    return { url: this.#hookUrl, secret, events: [...GITHUB_EVENTS] };
  }

  #mended(id: string, actor: Actor, note: string): Promise<void> {
    return this.#deps.alerts.resolveByKey(githubBrokenKey(id), actor, note);
  }

  async #note(actor: Actor, projectId: string, type: string, summary: string): Promise<void> {
    await this.#deps.activity.note({ actor, projectId, type, summary });
    await this.#deps.store.changes.add({ event: 'project.changed', projectId, data: { projectId } });
  }
}

/** What comes from GitHub, and nobody in particular has said. */
export const GITHUB: Actor = { kind: 'SYSTEM', id: 'github', name: 'GitHub' };

export const accessPlace = (id: string): string => `github-access:${id}`;
export const hookPlace = (id: string): string => `github-hook:${id}`;
