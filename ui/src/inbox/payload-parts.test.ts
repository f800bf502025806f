import { describe, expect, it } from '@jest/globals';
import { partsOf } from './payload-parts.ts';

describe('the parts of a payload', () => {
  it('are what would run, where, and why it is asked', () => {
    const payload = {
      tool: 'shell',
      arguments: { command: 'rm -rf build', workingDirectory: '/srv' },
      reasons: ['RED needs 2 people'],
    };
    expect(partsOf(payload)).toEqual({
      command: 'rm -rf build',
      diffs: [],
      reasons: ['RED needs 2 people'],
      rows: [['workingDirectory', '/srv']],
    });
  });

  it.each([
    { payload: { argv: ['git', 'push'] }, command: 'git push' },
    { payload: { command: ['ls', '-l'] }, command: 'ls -l' },
    { payload: { command: 7 }, command: undefined },
    { payload: { command: [] }, command: undefined },
    { payload: {}, command: undefined },
  ])('read $payload as the command $command', ({ payload, command }) => {
    expect(partsOf(payload).command).toBe(command);
  });

  it('are the diffs, of one file or of several', () => {
    expect(partsOf({ diff: '+a', note: 'small' })).toMatchObject({
      diffs: [{ text: '+a' }],
      rows: [['note', 'small']],
    });
    expect(partsOf({ files: [{ path: 'a.ts', diff: '-b' }] }).diffs).toEqual([{ name: 'a.ts', text: '-b' }]);
  });

  it('leave nothing out that they cannot read', () => {
    const payload = { arguments: ['a'], files: [{ path: 'a.ts' }], diff: 3, reasons: 'because', command: null };
    const { rows } = partsOf(payload);
    expect(new Map(rows)).toEqual(new Map<string, unknown>(Object.entries(payload)));
  });
});
