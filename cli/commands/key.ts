import { Command } from 'commander';
import type { ApiKeyView } from '../../operations/schemas/api-key.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';
import { keyCreateCommand } from './key-create.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

const listCommand = new Command('list')
  .description('List the keys that you may see, newest first.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json }: Options) => {
    const { items } = await new ApiClient(findConnection(data)).get<{ items: ApiKeyView[] }>('/api-keys');
    print(json, items, () => (items.length === 0 ? 'There are no keys.' : items.map(line).join('\n')));
  });

const revokeCommand = new Command('revoke')
  .description('Revoke a key for good: it stops working within 3 seconds.')
  .argument('<id>', 'id of the key, as `key list` shows it')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async (id: string, { data, json }: Options) => {
    await new ApiClient(findConnection(data)).remove(`/api-keys/${encodeURIComponent(id)}`);
    print(json, { id, revoked: true }, () => `Revoked ${id}.`);
  });

export const keyCommand = new Command('key')
  .description('Manage API keys.')
  .addCommand(keyCreateCommand)
  .addCommand(listCommand)
  .addCommand(revokeCommand);

function line({ id, kind, name, hint, person, agent, role, projects, ...key }: ApiKeyView): string {
  const whose =
    person?.name ?? (agent && `${agent.name} in ${agent.projectId}`) ?? projects?.join(', ') ?? 'everywhere';
  const state = key.revokedAt ? `revoked ${key.revokedAt}` : `used ${key.lastUsedAt ?? 'never'}`;
  const expiry = key.expiresAt ? `, until ${key.expiresAt}` : '';
  return `${id}  ${kind.padEnd(8)}  …${hint}  ${name} (${role ? `${role}, ` : ''}${whose}): ${state}${expiry}`;
}
