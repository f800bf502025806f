import { databaseOf, connect, createConnection } from '../store/connection.ts';
import { expectStatus, type Answer, type TestApi } from './api.test-support.ts';
import { uniqueName } from './stack.test-support.ts';

export const PASSWORD = 'a password that is long enough';

interface Signing {
  readonly token: null;
  readonly headers: Record<string, string>;
}

let addresses = 0;

/** A caller without a credential whom no other test has let wait: behind a proxy, each has an address of its own. */
export function stranger(headers: Record<string, string> = {}): Signing {
  addresses += 1;
  const address = `198.18.${addresses >> 8}.${addresses & 255}`;
  return { token: null, headers: { 'x-forwarded-for': address, ...headers } };
}

/** Calls with a session cookie. */
export const browser = (cookie: string, headers: Record<string, string> = {}): Signing =>
  stranger({ cookie, ...headers });

/** "name=value" of the cookie that an answer sets. */
export const cookieIn = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? '';

export const signIn = (api: TestApi, email: string, password: string): Promise<Answer> =>
  api.post('/session', { email, password }, stranger());

/** Signs in and answers the cookie. @throws when that does not work */
export async function cookieOf(api: TestApi, email: string, password = PASSWORD): Promise<string> {
  const answer = await signIn(api, email, password);
  expectStatus(answer, 200);
  return cookieIn(answer);
}

export interface Invited {
  readonly id: string;
  readonly email: string;
}

/** Somebody who came by an invitation and has the password of all tests. */
export async function invited(api: TestApi, invitation: object = {}, name = 'Ines Invited'): Promise<Invited> {
  const email = `${uniqueName('ines')}@example.com`;
  const created = await api.post('/people/invitations', { email, ...invitation });
  expectStatus(created, 201);
  const body = { token: created.body.token, name, password: PASSWORD };
  const accepted = await api.post('/invitations/accept', body, stranger());
  expectStatus(accepted, 201);
  return { id: accepted.body.id, email };
}

/** What is really in the database. */
export async function inDatabase<Result>(
  { worker }: TestApi,
  work: (database: ReturnType<typeof databaseOf>) => Promise<Result>,
): Promise<Result> {
  const connection = createConnection();
  const { signal } = new AbortController();
  await connect(connection, { uri: worker.config.mongodbUri, appName: 'test', signal });
  try {
    return await work(databaseOf(connection));
  } finally {
    await connection.close();
  }
}
