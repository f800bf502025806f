import { Command } from 'commander';
import { findRunningStack } from '../connection.ts';
import { inTime, requireDatabase } from '../database.ts';
import { LocalStackError } from '../../local/errors.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

export const setupLinkCommand = new Command('setup-link')
  .description(
    'Make a one-time link, in MONGODB_URI or in a running local stack, that gives the first ADMIN an e-mail address and a password. Earlier links stop working.',
  )
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json }: Options) => {
    const { offerSetup } = await import('../../operations/accounts/setup.ts');
    const path = await inTime(offerSetup(requireDatabase(data, 'make a link for')));
    if (path === undefined) {
      throw new LocalStackError('An ADMIN has a password already: sign in, or have an ADMIN invite you.');
    }
    const url = process.env['MONGODB_URI'] ? undefined : findRunningStack(data)?.addresses.url;
    if (url === undefined) process.stderr.write('Open this path below the address of Mission Control:\n');
    print(json, { path, ...(url !== undefined && { url: `${url}${path}` }) }, () => `${url ?? ''}${path}`);
  });
