import { createHash } from 'node:crypto';
import { despiteDeadlocks } from './connection.ts';
import { ensureIndexes, type Models } from './models.ts';
import { upgrade } from './upgrade.ts';

/** Raised with each change of `upgrade`. */
const UPGRADE_VERSION = 1;

/**
 * Upgrades documents of earlier versions and creates missing collections and indexes, unless that was done for exactly
 * these: asking for each of them takes seconds. Safe for several processes at the same moment.
 */
export async function prepare(models: Models): Promise<void> {
  const preparedFor = fingerprintOf(models);
  const found = await models.installation.findOne({ _id: 'installation' }, { preparedFor: 1 }).lean();
  if (found?.preparedFor === preparedFor) return;
  await despiteDeadlocks(() => upgrade(models));
  await ensureIndexes(models);
  const update = { $set: { preparedFor } };
  await despiteDeadlocks(() => models.installation.updateOne({ _id: 'installation' }, update, { upsert: true }));
}

function fingerprintOf(models: Models): string {
  const collections = Object.values(models).map((model) => [model.collection.name, model.schema.indexes()]);
  return createHash('sha256')
    .update(JSON.stringify([UPGRADE_VERSION, collections]))
    .digest('hex');
}
