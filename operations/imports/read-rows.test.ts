import { describe, expect, it } from '@jest/globals';
import { readRows } from './read-rows.ts';
import { tasksOfRows } from './task-of-row.ts';

const read = (format: 'CSV' | 'JSON', text: string, type?: 'OPS') =>
  tasksOfRows(readRows(format, text), { project: 'web', type, known: new Map([['earlier', 'WEB-9']]) });

describe('CSV', () => {
  it('is understood as spreadsheets write it', () => {
    const text = [
      '\uFEFFRef;Title;Type;Priority;Labels;Depends on;Due;Budget;Checklist;Reporter',
      'A-1;"Fix; the ""parser""\nquickly";code change;High;ui, api;WEB-1 WEB-2;2026-03-01;$2.50;one;Ann',
      'A-2;Write it;DOCS;;;;2026-03-01T10:00:00+01:00;;;',
    ].join('\r\n');
    const { rows, ignored } = read('CSV', text);
    expect(ignored).toEqual(['Reporter']);
    expect(rows.map(({ line, ref, errors }) => ({ line, ref, errors }))).toEqual([
      { line: 3, ref: 'A-1', errors: [{ path: 'title', message: 'must be one line' }] },
      { line: 4, ref: 'A-2', errors: [] },
    ]);
    expect(rows[1]?.task).toMatchObject({ title: 'Write it', priority: 3, dueAt: '2026-03-01T09:00:00.000Z' });
    const [first] = read('CSV', text.replace('\nquickly', ' quickly')).rows;
    expect(first?.task).toMatchObject({
      project: 'web',
      title: 'Fix; the "parser" quickly',
      type: 'CODE_CHANGE',
      priority: 2,
      labels: ['ui', 'api'],
      dependsOn: ['WEB-1', 'WEB-2'],
      dueAt: '2026-03-01T00:00:00.000Z',
      budgetMicros: 2_500_000,
      checklist: [{ label: 'one', checked: false }],
      sourceRef: 'import:A-1',
    });
  });

  it('says of each row what is wrong with it', () => {
    const text = 'ref,title,type,priority,due,budget\nA,,OPS,9,soon,much\nA,Twice,NOTHING,2,,\n';
    const [first, second] = read('CSV', text).rows;
    expect(first?.errors.map(({ path }) => path).toSorted()).toEqual(['budgetMicros', 'dueAt', 'priority', 'title']);
    expect(second?.errors.map(({ path }) => path)).toEqual(['ref', 'type']);
    expect(first?.task ?? second?.task).toBeUndefined();
    expect(() => read('CSV', 'title\n"never ends')).toThrow('the file cannot be read');
    expect(() => read('CSV', 'title,type\n')).toThrow('no tasks');
  });
});

describe('JSON', () => {
  it('is a list of tasks, alone or under a name', () => {
    const tasks = [{ title: 'One', priority: 1, labels: ['a'], metadata: { a: 1 } }, { title: 'Two' }];
    for (const text of [JSON.stringify(tasks), JSON.stringify({ tasks })]) {
      const { rows } = read('JSON', text, 'OPS');
      expect(rows.map(({ task }) => task)).toMatchObject([{ title: 'One', type: 'OPS', metadata: { a: 1 } }, {}]);
    }
    for (const wrong of ['{', '{}', '[1]', '"text"']) expect(() => read('JSON', wrong)).toThrow('cannot be read');
  });
});

it('a row without a name is named by what it says, and the same row twice is two', () => {
  const text = 'title,type\nSame,OPS\nSame,OPS\nOther,OPS\n';
  const refs = read('CSV', text).rows.map(({ ref }) => ref);
  expect(new Set(refs).size).toBe(3);
  expect(read('CSV', text).rows.map(({ ref }) => ref)).toEqual(refs);
  expect(read('CSV', 'title,type\nOther,OPS\n').rows[0]?.ref).toBe(refs[2]);
});

it('a row names others by their refs, tasks that rows have become before, and keys', () => {
  const text = [
    'ref,title,type,parent,depends on',
    'epic one,Epic,OPS,,',
    'a,First,OPS,epic one,earlier WEB-1',
    'b,Second,OPS,WEB-2,"a, epic one;WEB-3"',
    'c,Third,OPS,,nobody',
  ].join('\n');
  const { rows } = read('CSV', text);
  expect(rows.map(({ links }) => links)).toEqual([
    { dependsOn: [] },
    { parent: 'epic one', dependsOn: [] },
    { dependsOn: ['a', 'epic one'] },
    { dependsOn: [] },
  ]);
  expect(rows.map(({ task }) => task && { parent: task.parent, dependsOn: task.dependsOn })).toEqual([
    { parent: undefined, dependsOn: [] },
    { parent: undefined, dependsOn: ['WEB-9', 'WEB-1'] },
    { parent: 'WEB-2', dependsOn: ['WEB-3'] },
    undefined,
  ]);
  expect(rows[3]?.errors).toMatchObject([{ path: 'dependsOn.0' }]);
});
