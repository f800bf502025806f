import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXECUTOR_TYPES, type ExecutorType } from '../../domain/task/vocabulary.ts';
import { LocalStackError } from '../../local/errors.ts';
import { ensureApiKey, type MachineKey } from '../../operations/api-keys.ts';
import { findRunningStack } from '../connection.ts';
import { reportFailure, UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

/** How long MongoDB gets to take the key, in milliseconds. */
const PATIENCE_MS = 20_000;
/** Tokens are stored as plain SHA-256: that is safe for random ones alone. */
const SHORTEST_TOKEN = 32;
const PREFIXES: Readonly<Record<MachineKey['kind'], string>> = { OWNER: 'mc_owner_', EXECUTOR: 'mc_exec_' };
const CLAIMABLE = EXECUTOR_TYPES.filter((type) => type !== 'MANUAL');

interface CreateOptions {
  readonly kind: MachineKey['kind'];
  readonly name: string;
  readonly types?: readonly ExecutorType[];
  readonly tokenFrom?: string;
  readonly data: string;
  readonly json?: boolean;
}

const createCommand = new Command('create')
  .description('Make an API key in MONGODB_URI, or in a running local stack, and print its token, once.')
  .addOption(
    new Option('--kind <kind>', 'OWNER for a person, EXECUTOR for a process that claims work')
      .choices(Object.keys(PREFIXES))
      .makeOptionMandatory(),
  )
  .addOption(new Option('--name <name>', 'who holds it, as people see it').argParser(parseName).makeOptionMandatory())
  .addOption(
    new Option('--types <types>', 'what an EXECUTOR may claim, with commas (default: everything)').argParser(
      parseTypes,
    ),
  )
  .option('--token-from <variable>', 'take the token from this environment variable; repeating it changes nothing')
  .addOption(dataOption())
  .addOption(jsonOption())
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride()
  .action(create);

export const keyCommand = new Command('key')
  .description('Manage API keys, directly in the database.')
  .addCommand(createCommand);

async function create({ kind, name, types, tokenFrom, data, json = false }: CreateOptions): Promise<void> {
  if (types && kind !== 'EXECUTOR') throw new UsageError('--types is for keys of kind EXECUTOR.');
  const token = tokenFrom === undefined ? newToken(kind) : tokenIn(tokenFrom);
  await inTime(ensureApiKey(mongodbUri(data), { token, kind, name, ...(types && { executorTypes: types }) }));
  if (tokenFrom !== undefined) {
    process.stderr.write(`The token in ${tokenFrom} is known as "${name}".\n`);
    return;
  }
  process.stderr.write(`Token of "${name}", shown this once and stored as a hash only:\n`);
  print(json, { token, kind, name, types }, () => token);
}

const newToken = (kind: MachineKey['kind']): string => `${PREFIXES[kind]}${randomBytes(32).toString('base64url')}`;

function tokenIn(variable: string): string {
  const token = process.env[variable] ?? '';
  if (token.length >= SHORTEST_TOKEN) return token;
  throw new UsageError(
    `${variable} must hold a random token of at least ${SHORTEST_TOKEN} characters, for example from \`openssl rand -hex 32\`.`,
  );
}

function mongodbUri(data: string): string {
  const uri = process.env['MONGODB_URI'] || findRunningStack(data)?.addresses.mongodbUri;
  if (uri) return uri;
  throw new LocalStackError(
    'No database to put the key in: set MONGODB_URI, or start a stack with `mission-control up`.',
  );
}

/** The store waits for its server for ever; a person does not. */
async function inTime(work: Promise<void>): Promise<void> {
  const away = new LocalStackError(`MongoDB does not answer within ${PATIENCE_MS / 1000} s: check MONGODB_URI.`);
  const timer = setTimeout(() => process.exit(reportFailure(away)), PATIENCE_MS);
  await work.finally(() => clearTimeout(timer));
}

function parseName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100) return name;
  throw new InvalidArgumentError('A name has 1 to 100 characters.');
}

function parseTypes(text: string): readonly ExecutorType[] {
  const types = text.split(',').map((type) => type.trim().toUpperCase());
  const unknown = types.find((type) => !(CLAIMABLE as readonly string[]).includes(type));
  if (unknown === undefined) return types as ExecutorType[];
  throw new InvalidArgumentError(`There is no type "${unknown}" to claim. There is: ${CLAIMABLE.join(', ')}.`);
}
