#!/usr/bin/env node
import { runExecutorProcess } from '@mission-control/executor-host';
import { prepare } from './prepare.ts';

await runExecutorProcess({ type: 'cursor', types: ['CURSOR'], version: '0.1.0', prepare });
