import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Change } from './contract.ts';

export const changeUpdate = defineUpdate<{ seq: number }, [Change]>('change');
export const reportSignal = defineSignal<[Readonly<Record<string, unknown>>]>('report');
export const grantSignal = defineSignal<[string]>('grant');
