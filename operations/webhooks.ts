import { ulid } from 'ulid';
import { actorRef, type Actor } from '../domain/actor.ts';
import { webhookDisabledKey } from '../domain/alert/keys.ts';
import { refusalOfUrl, type WebhookReach } from '../domain/webhook/address.ts';
import type { WebhookEndpointDocument } from '../store/documents/webhook.ts';
import { authorize } from './authorization/authorize.ts';
import type { Operation } from './authorization/matrix.ts';
import type { Caller } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { notFound, OperationError } from './errors.ts';
import type {
  CreateWebhook,
  DisableWebhook,
  EditWebhook,
  EnableWebhook,
  RotateWebhook,
  WebhookView,
  WebhookWithSecret,
} from './schemas/webhook.ts';
import { newWebhookSalt, webhookSecret } from './webhook-secret.ts';
import type { WebhookWorkflows } from './webhook-workflows.ts';
import { withoutUndefined } from './without-undefined.ts';

const MOST_IN_PROJECT = 20;

export interface WebhookSettings {
  readonly workflows: WebhookWorkflows;
  readonly reach: WebhookReach;
  /** Of the installation. */
  readonly secret: string;
}

/** Where other systems are told what happens in a project. */
export class Webhooks {
  readonly #deps: Dependencies;
  readonly #settings: WebhookSettings;

  constructor(deps: Dependencies, settings: WebhookSettings) {
    this.#deps = deps;
    this.#settings = settings;
  }

  async list(caller: Caller, slug: string): Promise<WebhookView[]> {
    authorize(caller, 'webhooks.read', slug);
    await this.#deps.projects.require(slug);
    const endpoints = await this.#deps.store.webhooks.endpoints.ofProject(slug);
    return Promise.all(endpoints.map((endpoint) => this.#view(endpoint)));
  }

  async get(caller: Caller, id: string): Promise<WebhookView> {
    return this.#view((await this.authorized(caller, 'webhooks.read', id)).endpoint);
  }

  /** It is told what happens from now on. @throws INVALID for an address where nothing may be sent */
  async create(caller: Caller, slug: string, { description, ...given }: CreateWebhook): Promise<WebhookWithSecret> {
    const actor = authorize(caller, 'webhooks.edit', slug);
    await this.#deps.projects.require(slug);
    this.#check(given.url);
    const { endpoints } = this.#deps.store.webhooks;
    if ((await endpoints.ofProject(slug)).length >= MOST_IN_PROJECT) {
      throw new OperationError('CONFLICT', `${slug} has ${MOST_IN_PROJECT} webhooks: remove one first`);
    }
    const now = new Date();
    const createdAt = now.toISOString();
    const salt = newWebhookSalt();
    const endpoint: WebhookEndpointDocument = {
      _id: ulid(),
      projectId: slug,
      ...given,
      ...(description && { description }),
      status: 'ACTIVE',
      secrets: [{ salt, createdAt }],
      since: now,
      followedUntil: now,
      lastNumber: 0,
      createdBy: actorRef(actor),
      createdAt,
    };
    await endpoints.create(endpoint);
    await this.#note(actor, endpoint, 'created', `made a webhook to ${hostOf(endpoint)}`);
    return this.#withSecret(endpoint);
  }

  /** What is left out stays as it is; what waits goes to the new address. */
  async edit(caller: Caller, id: string, { description, ...change }: EditWebhook): Promise<WebhookView> {
    const { actor, endpoint } = await this.authorized(caller, 'webhooks.edit', id);
    if (change.url !== undefined) this.#check(change.url);
    const set = { ...withoutUndefined(change), ...(description && { description }) };
    const edited = await this.#change(endpoint, set, description === '' ? ['description'] : []);
    await this.#note(actor, edited, 'edited', `changed the webhook to ${hostOf(edited)}`);
    if (edited.url !== endpoint.url) await this.#settings.workflows.retry(edited);
    return this.#view(edited);
  }

  /** Goes on where it stopped, or from now on. */
  async enable(caller: Caller, id: string, { skipMissed }: EnableWebhook): Promise<WebhookView> {
    const { actor, endpoint } = await this.authorized(caller, 'webhooks.edit', id);
    if (endpoint.status === 'ACTIVE') return this.#view(endpoint);
    const { deliveries } = this.#deps.store.webhooks;
    const now = new Date();
    await (skipMissed ? deliveries.skip(id) : deliveries.beginAnew(id));
    const anew = skipMissed ? { since: now, followedUntil: now } : {};
    const enabled = await this.#change(endpoint, { status: 'ACTIVE', ...anew }, ['disabled']);
    await this.#deps.alerts.resolveByKey(webhookDisabledKey(id), actor, 'it was enabled again');
    await this.#note(actor, enabled, 'enabled', `enabled the webhook to ${hostOf(enabled)}`);
    await this.#settings.workflows.retry(enabled);
    return this.#view(enabled);
  }

  /** Nothing is sent until it is enabled again. */
  async disable(caller: Caller, id: string, { reason }: DisableWebhook): Promise<WebhookView> {
    const { actor, endpoint } = await this.authorized(caller, 'webhooks.edit', id);
    const because = reason || 'no reason was given';
    const disabled = { because, by: actorRef(actor), at: new Date().toISOString() };
    const isNew = await this.#deps.store.webhooks.endpoints.disable(id, disabled);
    if (isNew) await this.#note(actor, endpoint, 'disabled', `disabled the webhook to ${hostOf(endpoint)}: ${because}`);
    return this.get(caller, id);
  }

  /** A new secret; the one before signs as well for some hours, so that receivers can change over. */
  async rotate(caller: Caller, id: string, { overlapHours }: RotateWebhook): Promise<WebhookWithSecret> {
    const { actor, endpoint } = await this.authorized(caller, 'webhooks.edit', id);
    const now = new Date();
    const until = new Date(now.getTime() + overlapHours * 3_600_000).toISOString();
    const [{ until: _until, ...current } = { salt: '', createdAt: '' }] = endpoint.secrets;
    const secrets = [
      { salt: newWebhookSalt(), createdAt: now.toISOString() },
      ...(overlapHours > 0 ? [{ ...current, until }] : []),
    ];
    const rotated = await this.#change(endpoint, { secrets });
    await this.#note(actor, rotated, 'rotated', `changed the secret of the webhook to ${hostOf(rotated)}`);
    return this.#withSecret(rotated);
  }

  /** Takes it away with everything that waits or was sent. */
  async remove(caller: Caller, id: string): Promise<void> {
    const { actor, endpoint } = await this.authorized(caller, 'webhooks.edit', id);
    await this.#deps.store.webhooks.endpoints.remove(id);
    await this.#deps.alerts.resolveByKey(webhookDisabledKey(id), actor, 'it was removed');
    await this.#note(actor, endpoint, 'removed', `removed the webhook to ${hostOf(endpoint)}`);
    // Its workflow sees that there is nothing left, and ends.
    await this.#settings.workflows.retry(endpoint);
  }

  /** An endpoint that the caller may do this with. For other operations. @throws NOT_FOUND, FORBIDDEN */
  async authorized(
    caller: Caller,
    operation: Operation,
    id: string,
  ): Promise<{ readonly endpoint: WebhookEndpointDocument; readonly actor: Actor }> {
    const endpoint = await this.#deps.store.webhooks.endpoints.byId(id);
    if (!endpoint) throw notFound(`the webhook ${id}`);
    return { endpoint, actor: authorize(caller, operation, endpoint.projectId, `the webhook ${id}`) };
  }

  async #change(
    endpoint: WebhookEndpointDocument,
    ...change: [Partial<WebhookEndpointDocument>, ('description' | 'disabled')[]?]
  ): Promise<WebhookEndpointDocument> {
    const changed = await this.#deps.store.webhooks.endpoints.change(endpoint._id, ...change);
    if (!changed) throw notFound(`the webhook ${endpoint._id}`);
    return changed;
  }

  #check(url: string): void {
    const message = refusalOfUrl(new URL(url), this.#settings.reach);
    if (message !== undefined)
      throw new OperationError('INVALID', `the url ${message}`, { errors: [{ path: 'url', message }] });
  }

  async #withSecret(endpoint: WebhookEndpointDocument): Promise<WebhookWithSecret> {
    const salt = endpoint.secrets[0]?.salt ?? '';
    const secret = webhookSecret(this.#settings.secret, endpoint._id, salt);
    return { webhook: await this.#view(endpoint), secret };
  }

  async #view({ _id: id, ...endpoint }: WebhookEndpointDocument): Promise<WebhookView> {
    const { secrets, since: _since, followedUntil: _until, lastNumber: _number, ...shown } = endpoint;
    const { count: waiting, first } = await this.#deps.store.webhooks.deliveries.waiting(id);
    const last = first?.attempts.at(-1);
    const oldSecretUntil = secrets.find(({ until }) => until !== undefined && Date.parse(until) > Date.now())?.until;
    return {
      id,
      ...shown,
      ...(oldSecretUntil !== undefined && { oldSecretUntil }),
      waiting,
      ...(first?.firstTriedAt !== undefined && {
        failing: {
          deliveryId: first._id,
          attempts: first.attemptCount,
          error: last?.error ?? '',
          since: first.firstTriedAt,
          ...(first.nextAttemptAt !== undefined && { nextAttemptAt: first.nextAttemptAt }),
        },
      }),
    };
  }

  #note(actor: Actor, { _id, projectId }: WebhookEndpointDocument, verb: string, summary: string): Promise<void> {
    const data = { webhookId: _id };
    return this.#deps.activity.note({ actor, projectId, type: `webhook.${verb}`, summary, data });
  }
}

/** Paths of receivers may hold secrets of theirs. */
const hostOf = ({ url }: WebhookEndpointDocument): string => new URL(url).host;
