import { expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, SECOND, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { decisionChain } from './decision-chain.ts';

const ask = { name: 'requestApproval', action: 'deploy', summary: 'deploy it', risk: 'RED', blocking: true } as const;
const approve = { name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' } as const;
const deny = { ...approve, decision: 'DENY', reason: 'no' } as const;
const chainOf = (task: TaskUnderTest, id = 'MC-1-A1') => decisionChain(id, task.events).map(({ type }) => type);

it('tells who asked, who was told, who decided and what followed, and nothing else', () => {
  const task = new TaskUnderTest().start().send(ask, ASSIGNED_AGENT);
  task.send({ name: 'comment', body: 'well?' }).send({ ...ask, blocking: false }, OWNER);
  task.send({ name: 'escalateApproval', approvalId: 'MC-1-A1' }, SYSTEM);
  task.send({ name: 'delegateApproval', approvalId: 'MC-1-A1', role: 'ADMIN', reason: 'yours' }, SECOND);
  task
    .send(approve, OWNER)
    .send(deny, { ...OWNER, id: 'h9' })
    .move('IN_PROGRESS');
  expect(chainOf(task)).toEqual([
    'approval.requested',
    'task.transitioned',
    'approval.escalated',
    'approval.delegated',
    'approval.decided',
    'approval.decided',
    'task.transitioned',
  ]);
  expect(chainOf(task, 'MC-1-A2')).toEqual(['approval.requested']);
});

it('tells what was carried out, and what is allowed besides', () => {
  const grant = { scope: 'SAME_TOOL', minutes: 5, uses: 2 } as const;
  const held = { name: 'submit', deliverable: { summary: 'done', artifacts: [] } } as const;
  const asked = { ...ask, risk: 'YELLOW', kind: 'TOOL_EXEC', tool: 'shell', held } as const;
  const task = new TaskUnderTest()
    .start()
    .send(asked, ASSIGNED_AGENT)
    .send({ ...approve, grant }, OWNER);
  task.send({ name: 'useGrant', approvalId: 'MC-1-A1', tool: 'shell', inputHash: 'x' }, SYSTEM);
  expect(chainOf(task)).toEqual([
    'approval.requested',
    'task.transitioned',
    'approval.decided',
    'grant.given',
    'task.transitioned',
    'deliverable.submitted',
    'task.transitioned',
    'grant.used',
  ]);
});

it('does not tell what another approval led to in the same moment', () => {
  const task = new TaskUnderTest()
    .start()
    .send({ ...ask, blocking: false }, ASSIGNED_AGENT)
    .send(ask, ASSIGNED_AGENT);
  const at = task.send(deny, OWNER).send({ ...deny, approvalId: 'MC-1-A2' }, OWNER).now;
  const moment = task.events.map((event) => ({ ...event, at }));
  expect(decisionChain('MC-1-A1', moment).map(({ type }) => type)).toEqual(['approval.requested', 'approval.decided']);
  expect(decisionChain('MC-1-A2', moment).map(({ type }) => type)).toEqual([
    'approval.requested',
    'task.transitioned',
    'approval.decided',
    'task.transitioned',
  ]);
});
