import type { Operations } from '../../operations/operations.ts';
import { z } from 'zod';
import { installationSchema, loadedSampleSchema, reasonSchema } from '../../operations/schemas/project.ts';
import { defineRoute, ok, type Route } from '../route.ts';

const INSTALLATION = { 200: { description: 'The installation', schema: installationSchema } };

export const installationRoutes = ({ installation, sample }: Operations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/installation',
    tag: 'Operations',
    summary: 'See whether everything is stopped',
    operation: 'installation.read',
    answers: INSTALLATION,
    handle: async ({ caller }) => ok(await installation.get(caller)),
  }),
  defineRoute({
    method: 'post',
    path: '/installation/stop',
    tag: 'Operations',
    summary: 'Emergency stop: nothing starts, what runs is cancelled, agents are locked out',
    operation: 'installation.stop',
    body: reasonSchema,
    answers: INSTALLATION,
    handle: async ({ caller, body }) => ok(await installation.stop(caller, body.reason)),
  }),
  defineRoute({
    method: 'post',
    path: '/installation/resume',
    tag: 'Operations',
    summary: 'Lift the emergency stop',
    operation: 'installation.resume',
    body: reasonSchema,
    answers: INSTALLATION,
    handle: async ({ caller, body }) => ok(await installation.resume(caller, body.reason)),
  }),
  defineRoute({
    method: 'post',
    path: '/installation/sample',
    tag: 'Operations',
    summary: 'Create the sample projects and agents that are not there yet',
    operation: 'installation.loadSample',
    body: z.strictObject({}),
    answers: { 200: { description: 'How many of each were created', schema: loadedSampleSchema } },
    handle: async ({ caller }) => ok(await sample.load(caller)),
  }),
];
