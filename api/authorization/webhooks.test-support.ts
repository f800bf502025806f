import { ulid } from 'ulid';
import type { TestApi } from '../../tests/api.test-support.ts';

/** So many callers may remove one. */
const SPARE = 20;

/** Webhooks to an address that leads nowhere: one with a delivery, and some to remove. */
export async function makeWebhooks({ worker }: TestApi, projectId: string) {
  const { endpoints, deliveries } = worker.store.webhooks;
  const now = new Date();
  const make = async (): Promise<string> => {
    const _id = ulid();
    await endpoints.create({
      _id,
      projectId,
      url: 'https://receiver.invalid/',
      events: [],
      taskTypes: [],
      status: 'ACTIVE',
      secrets: [{ salt: 'salt', createdAt: now.toISOString() }],
      since: now,
      followedUntil: now,
      lastNumber: 1,
      createdBy: { kind: 'HUMAN', id: 'somebody', name: 'Somebody' },
      createdAt: now.toISOString(),
    });
    return _id;
  };
  const [webhook = '', ...spareWebhooks] = await Promise.all(Array.from({ length: SPARE }, make));
  const delivery = `${webhook}:msg_1`;
  await deliveries.addMissing([
    {
      _id: delivery,
      endpointId: webhook,
      projectId,
      messageId: 'msg_1',
      event: 'task.created',
      kind: 'QUEUED',
      number: 1,
      body: '{}',
      status: 'DELIVERED',
      createdAt: now.toISOString(),
      attemptCount: 1,
      attempts: [],
    },
  ]);
  return { webhook, delivery, spareWebhooks };
}
