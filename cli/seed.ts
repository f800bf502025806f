import type { LoadedSample } from '../operations/schemas/project.ts';
import type { ApiClient } from './api-client.ts';

/** Creates the sample projects and agents that are not there yet. */
export const seedSample = (client: ApiClient): Promise<LoadedSample> => client.post('/installation/sample', {});
