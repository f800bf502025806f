import { Command, InvalidArgumentError, Option } from 'commander';
import { HUMAN_ROLES } from '../../domain/actor.ts';
import type { CreatedInvitation, PersonView } from '../../operations/schemas/people.ts';
import { ApiClient } from '../api-client.ts';
import { findConnection } from '../connection.ts';
import { UsageError } from '../failure.ts';
import { dataOption, jsonOption } from '../options.ts';
import { print } from '../output.ts';

interface Options {
  readonly data: string;
  readonly json?: boolean;
}

interface InviteOptions extends Options {
  readonly admin?: boolean;
  readonly member: readonly PersonView['memberships'][number][];
}

const inviteCommand = new Command('invite')
  .description('Invite somebody and print the link to pass on, once.')
  .argument('<email>', 'their e-mail address')
  .option('--admin', 'as ADMIN of the installation')
  .addOption(
    new Option('--member <project=role>', 'with a role in a project, for example web=OPERATOR; may be repeated')
      .argParser(parseMembership)
      .default([], 'in no project'),
  )
  .addOption(dataOption())
  .addOption(jsonOption())
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride()
  .action(async (email: string, { admin = false, member, data, json }: InviteOptions) => {
    const client = new ApiClient(findConnection(data));
    const body = { email, role: admin ? 'ADMIN' : 'MEMBER', memberships: member };
    const { invitation, path } = await client.post<CreatedInvitation>('/people/invitations', body);
    const link = `${client.url}${path}`;
    process.stderr.write(
      `The link for ${invitation.email}, shown this once, works once and until ${invitation.expiresAt}:\n`,
    );
    print(json, { ...invitation, link }, () => link);
  });

const listCommand = new Command('list')
  .description('List everybody.')
  .addOption(dataOption())
  .addOption(jsonOption())
  .action(async ({ data, json }: Options) => {
    const people = await everybody(new ApiClient(findConnection(data)));
    print(json, people, () => people.map(line).join('\n'));
  });

const disableCommand = switchCommand('disable', true, 'Sign somebody out everywhere and let their keys stop working.');
const enableCommand = switchCommand('enable', false, 'Let somebody who was disabled back in.');

export const personCommand = new Command('person')
  .description('Manage people.')
  .addCommand(inviteCommand)
  .addCommand(listCommand)
  .addCommand(disableCommand)
  .addCommand(enableCommand);

function switchCommand(name: string, isDisabled: boolean, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<email>', 'their e-mail address')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (email: string, { data, json }: Options) => {
      const client = new ApiClient(findConnection(data));
      const found = (await everybody(client)).find((person) => person.email === email.trim().toLowerCase());
      if (!found) throw new UsageError(`Nobody here has the address ${email}.`);
      const person = await client.patch<PersonView>(`/people/${encodeURIComponent(found.id)}`, { isDisabled });
      print(json, person, () => line(person));
    });
}

const everybody = async (client: ApiClient): Promise<PersonView[]> =>
  (await client.get<{ items: PersonView[] }>('/people')).items;

function line({ name, email, role, memberships, isDisabled }: PersonView): string {
  const projects = memberships.map((membership) => `${membership.project} ${membership.role}`).join(', ');
  return `${name} <${email}>: ${role}${projects && `, ${projects}`}${isDisabled ? ' (disabled)' : ''}`;
}

function parseMembership(text: string, earlier: InviteOptions['member']): InviteOptions['member'] {
  const [project = '', given = ''] = text.split('=');
  const role = HUMAN_ROLES.find((known) => known === given.toUpperCase());
  if (project !== '' && role) return [...earlier, { project, role }];
  throw new InvalidArgumentError(`A membership is project=role, with ${HUMAN_ROLES.join(', ')}.`);
}
