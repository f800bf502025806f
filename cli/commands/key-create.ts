import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { HUMAN_ROLES, type HumanRole } from '../../domain/actor.ts';
import { EXECUTOR_TYPES, type ExecutorType } from '../../domain/task/vocabulary.ts';
import type { MachineKey } from '../../operations/api-keys.ts';
import type { CreatedApiKey } from '../../operations/schemas/api-key.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { inTime, requireDatabase } from '../database.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption, parseCount, parseList } from '../options.ts';
import { print } from '../output.ts';

/** Tokens are stored as plain SHA-256: that is safe for random ones alone. */
const SHORTEST_TOKEN = 32;
const MACHINE_PREFIXES: Readonly<Record<MachineKey['kind'], string>> = { OWNER: 'mc_owner_', EXECUTOR: 'mc_exec_' };
const KINDS = ['OWNER', 'EXECUTOR', 'PERSONAL', 'SERVICE', 'AGENT'] as const;
const CLAIMABLE = EXECUTOR_TYPES.filter((type) => type !== 'MANUAL');

interface Options {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly types?: readonly ExecutorType[];
  readonly tokenFrom?: string;
  readonly role?: HumanRole;
  readonly agent?: string;
  readonly projects?: readonly string[];
  readonly scopes?: readonly string[];
  readonly expiresInDays?: number;
  readonly data: string;
  readonly json?: boolean;
}

/** Options beside kind and name that make sense for a kind. */
const TAKES: Readonly<Record<Options['kind'], readonly (keyof Options)[]>> = {
  OWNER: ['tokenFrom'],
  EXECUTOR: ['types', 'tokenFrom'],
  PERSONAL: ['scopes', 'expiresInDays'],
  SERVICE: ['role', 'projects', 'scopes', 'expiresInDays'],
  AGENT: ['agent', 'scopes', 'expiresInDays'],
};
const FLAGS = {
  types: '--types',
  tokenFrom: '--token-from',
  role: '--role',
  agent: '--agent',
  projects: '--projects',
  scopes: '--scopes',
  expiresInDays: '--expires-in-days',
} as const;

export const keyCreateCommand = new Command('create')
  .description(
    'Make an API key and print its token, once. OWNER and EXECUTOR: in MONGODB_URI, or in a running local stack; the others: by the API, with your own key.',
  )
  .addOption(
    new Option('--kind <kind>', 'OWNER for a new person who is ADMIN, EXECUTOR for a process that claims work')
      .choices(KINDS)
      .makeOptionMandatory(),
  )
  .addOption(new Option('--name <name>', 'who holds it, as people see it').argParser(parseName).makeOptionMandatory())
  .addOption(
    new Option('--types <types>', 'what an EXECUTOR may claim, with commas (default: everything)').argParser(
      parseTypes,
    ),
  )
  .option('--token-from <variable>', 'take the token from this environment variable; repeating it changes nothing')
  .addOption(new Option('--role <role>', 'what a SERVICE may do').choices(HUMAN_ROLES))
  .option('--agent <id>', 'whom an AGENT key acts for')
  .addOption(new Option('--projects <slugs>', 'where a SERVICE may, with commas (default: all)').argParser(parseList))
  .addOption(new Option('--scopes <scopes>', 'operations the key is limited to, with commas').argParser(parseList))
  .addOption(new Option('--expires-in-days <n>', 'days until it stops working').argParser(parseCount))
  .addOption(dataOption())
  .addOption(jsonOption())
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride()
  .action(create);

async function create({ json = false, ...options }: Options): Promise<void> {
  const { kind, name } = options;
  requireFitting(options);
  if (kind === 'OWNER' || kind === 'EXECUTOR') await createInDatabase({ ...options, kind, json });
  else {
    const created = await new ApiClient(findConnection(options.data)).post<CreatedApiKey>('/api-keys', bodyOf(options));
    announce(name);
    print(json, { token: created.token, ...created.key }, () => created.token);
  }
}

function requireFitting(options: Options): void {
  const { kind } = options;
  for (const option of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) {
    if (options[option] === undefined || TAKES[kind].includes(option)) continue;
    const kinds = KINDS.filter((other) => TAKES[other].includes(option));
    throw new UsageError(`${FLAGS[option]} is for keys of kind ${kinds.join(', ')}.`);
  }
  if (kind === 'SERVICE' && !options.role) throw new UsageError('A SERVICE key needs --role.');
  if (kind === 'AGENT' && !options.agent) throw new UsageError('An AGENT key needs --agent.');
}

async function createInDatabase({
  kind,
  name,
  types,
  tokenFrom,
  data,
  json,
}: Options & { kind: MachineKey['kind']; json: boolean }): Promise<void> {
  const token = tokenFrom === undefined ? newToken(kind) : tokenIn(tokenFrom);
  const uri = requireDatabase(data, 'put the key in');
  // Only this takes the database's driver, which takes a moment to load.
  const { ensureApiKey } = await import('../../operations/api-keys.ts');
  await inTime(ensureApiKey(uri, { token, kind, name, ...(types && { executorTypes: types }) }));
  if (tokenFrom !== undefined) {
    process.stderr.write(`The token in ${tokenFrom} is known as "${name}".\n`);
    return;
  }
  announce(name);
  print(json, { token, kind, name, types }, () => token);
}

const announce = (name: string): void =>
  void process.stderr.write(`Token of "${name}", shown this once and stored as a hash only:\n`);

const bodyOf = ({ kind, name, role, agent, projects, scopes, expiresInDays }: Options): object => ({
  kind,
  name,
  ...(role && { role }),
  ...(agent !== undefined && { agentId: agent }),
  ...(projects && { projects }),
  ...(scopes && { scopes }),
  ...(expiresInDays !== undefined && { expiresInDays }),
});

const newToken = (kind: MachineKey['kind']): string =>
  `${MACHINE_PREFIXES[kind]}${randomBytes(32).toString('base64url')}`;

function tokenIn(variable: string): string {
  const token = process.env[variable] ?? '';
  if (token.length >= SHORTEST_TOKEN) return token;
  throw new UsageError(
    `${variable} must hold a random token of at least ${SHORTEST_TOKEN} characters, for example from \`openssl rand -hex 32\`.`,
  );
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
