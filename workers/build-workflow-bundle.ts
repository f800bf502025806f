import { writeFile } from 'node:fs/promises';
import { DefaultLogger } from '@temporalio/worker';
import { bundleWorkflows, WORKFLOW_BUNDLE_PATH } from './workflow-bundle.ts';

const { code } = await bundleWorkflows(new DefaultLogger('WARN'));
await writeFile(WORKFLOW_BUNDLE_PATH, code);
