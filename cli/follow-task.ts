import { setTimeout } from 'node:timers/promises';
import type { TaskEvent } from '../domain/task/events.ts';
import type { ApiClient } from './api-client.ts';

const LOOK_EVERY_MS = 300;

/** Every event of a task from its beginning, and then each new one as it is stored. Ends when the reader leaves. */
export async function* followTask(client: ApiClient, key: string): AsyncGenerator<TaskEvent> {
  let seq = 0;
  for (;;) {
    const cursor = seq === 0 ? '' : `&cursor=${Buffer.from(String(seq)).toString('base64url')}`;
    const path = `/tasks/${encodeURIComponent(key)}/events?limit=200${cursor}`;
    const { items } = await client.get<{ items: TaskEvent[] }>(path);
    yield* items;
    seq = items.at(-1)?.seq ?? seq;
    if (items.length === 0) await setTimeout(LOOK_EVERY_MS);
  }
}
