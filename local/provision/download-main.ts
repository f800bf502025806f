/**
 * Fetches one official binary: `download-main.js temporal|mongod FOLDER`. A process of its own, since neither library
 * can be told to give up.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { MongoBinary } from 'mongodb-memory-server-core';

const downloads: Record<string, (folder: string) => Promise<void>> = {
  temporal: async (downloadDir) => {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir } },
    });
    await environment.teardown();
  },
  mongod: async (downloadDir) => {
    await MongoBinary.getPath({ downloadDir });
  },
};

const [what = '', folder = ''] = process.argv.slice(2);
try {
  await downloads[what]?.(folder);
} catch (error) {
  process.stderr.write(`${(error as Error).message.split('\n')[0]}\n`);
  process.exitCode = 1;
}
