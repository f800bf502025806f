import { describe, expect, it } from '@jest/globals';
import {
  approvalId,
  branchName,
  executionIdOfLease,
  leaseId,
  parseTaskKey,
  taskIdOf,
  taskKeyOfPart,
  taskWorkflowId,
} from './ids.ts';

describe('ids', () => {
  it('are read back by their inverses', () => {
    expect(taskIdOf(taskWorkflowId('01ABC'))).toBe('01ABC');
    expect(taskIdOf('execution-MC-1-X1')).toBeUndefined();
    expect(parseTaskKey('MC-42')).toEqual({ keyPrefix: 'MC', number: 42 });
    expect(taskKeyOfPart(approvalId('MC-42', 3))).toBe('MC-42');
    expect(executionIdOfLease(leaseId('MC-42-X1', 2, '0a1b2c3d'))).toBe('MC-42-X1');
  });

  it.each(['mc-1', 'MC-0', 'MC-01', 'MC', 'MC-1-A1', "MC-1' OR 1=1", ''])('%j is not a task key', (key) => {
    expect(parseTaskKey(key)).toBeUndefined();
  });

  it.each([
    ['Rename calcTotal to sum', 'mc/MC-1-rename-calctotal-to-sum'],
    ['  ../../etc; rm -rf "$HOME"  ', 'mc/MC-1-etc-rm-rf-home'],
    ['数据', 'mc/MC-1'],
  ])('the branch of %j is %s', (title, branch) => {
    expect(branchName('MC-1', title)).toBe(branch);
  });
});
