import { setTimeout } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '../workflows/messages.ts';

/** Temporal's numbers for the types we use (temporal.api.enums.v1.IndexedValueType). */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, KEYWORD_LIST: 7 } as const;

const USABLE_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** Registers the search attributes that are missing, and waits until tasks can be started with them. */
export async function ensureSearchAttributes(connection: NativeConnection, namespace: string): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in (customAttributes ?? {})));
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]])),
    });
  }
  await untilUsable(connection, namespace);
}

/** The server answers before its own cache knows the new attributes; until then it refuses what uses them. */
async function untilUsable({ workflowService }: NativeConnection, namespace: string): Promise<void> {
  const names = Object.values(searchAttributes).map(({ name }) => name);
  const query = names.map((name) => `${name} = 'nothing'`).join(' OR ');
  const until = Date.now() + USABLE_WITHIN_MS;
  for (;;) {
    try {
      await workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}
