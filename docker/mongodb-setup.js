/* global Mongo, sleep */
/**
 * For mongosh, with --nodb: makes the one member a replica set, and the user of Mission Control.
 * Doing it again changes nothing but the password, which becomes that of MONGODB_PASSWORD.
 */
const { MONGODB_ROOT_PASSWORD, MONGODB_PASSWORD } = process.env;

const admin = new Mongo(
  `mongodb://root:${encodeURIComponent(MONGODB_ROOT_PASSWORD)}@mongodb:27017/admin?directConnection=true`,
).getDB('admin');

try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] } });
}
while (!admin.hello().isWritablePrimary) sleep(250);

const database = admin.getSiblingDB('mission-control');
const user = { pwd: MONGODB_PASSWORD, roles: [{ role: 'readWrite', db: 'mission-control' }] };
if (database.getUser('mission-control')) database.updateUser('mission-control', user);
else database.createUser({ user: 'mission-control', ...user });
