import { expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { read } from './files.test-support.ts';

/** What docker/mongodb-setup.js asks of a server in one of two states; mongosh itself is not on this machine. */
function setUp({ isNew }: { isNew: boolean }): string[] {
  const calls: string[] = [];
  let looks = 0;
  const admin = {
    adminCommand: (command: object) => {
      calls.push(Object.keys(command)[0] ?? '');
      if ('replSetGetStatus' in command && isNew) throw Object.assign(new Error(), { codeName: 'NotYetInitialized' });
    },
    hello: () => ({ isWritablePrimary: (looks += 1) > 2 }),
    getSiblingDB: (name: string) => ({
      getUser: () => (isNew ? null : { user: 'mission-control' }),
      createUser: ({ user, roles }: { user: string; roles: { db: string }[] }) =>
        calls.push(`create ${user} for ${name}, ${roles.map(({ db }) => db).join()}`),
      updateUser: (user: string, { pwd }: { pwd: string }) => calls.push(`update ${user} ${pwd}`),
    }),
  };
  const Mongo = function Mongo(this: object, uri: string) {
    expect(new URL(uri).password).toBe('p%2Fw');
    return { getDB: () => admin };
  };
  const environment = { MONGODB_ROOT_PASSWORD: 'p/w', MONGODB_PASSWORD: 'other' };
  runInNewContext(read('docker/mongodb-setup.js'), {
    Mongo,
    sleep: () => undefined,
    process: { env: environment },
    encodeURIComponent,
  });
  return calls;
}

it('a new server becomes a replica set with a user', () => {
  const created = 'create mission-control for mission-control, mission-control';
  expect(setUp({ isNew: true })).toEqual(['replSetGetStatus', 'replSetInitiate', created]);
});

it('a server that is one stays as it is', () => {
  expect(setUp({ isNew: false })).toEqual(['replSetGetStatus', 'update mission-control other']);
});
