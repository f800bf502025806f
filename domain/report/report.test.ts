import { beforeAll, describe, expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, REVIEWING_AGENT, SECOND, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { markdownParts } from './markdown.ts';
import { ReportBuilder, timelineEntry, type IncidentReport } from './report.ts';

const INTEGRITY = { events: 1, firstHash: 'aa', lastHash: 'bb', verified: true, problems: [] };

function reportOf(task: TaskUnderTest): IncidentReport {
  const builder = new ReportBuilder();
  for (const event of task.events) builder.add(event);
  const facts = builder.facts();
  if (!facts) throw new Error('there are events');
  return {
    ...facts,
    integrity: INTEGRITY,
    timeline: () => task.events.map(timelineEntry),
    conversation: () => task.events.flatMap((event) => builder.message(event)),
  };
}

async function renderMarkdown(report: IncidentReport, level?: 2): Promise<string> {
  let text = '';
  for await (const part of markdownParts(report, level)) text += part;
  return text;
}

describe('the incident report', () => {
  const task = new TaskUnderTest({ title: 'Write <img src=x onerror=alert(1)> `guide`' })
    .assign()
    .plan()
    .dispatch()
    .claim('MC-1-X1')
    .askApproval('RED')
    .send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE' }, OWNER)
    .send({ name: 'decideApproval', approvalId: 'MC-1-A1', decision: 'APPROVE', reason: 'fine' }, SECOND)
    .send({ name: 'comment', body: '# not a heading\n<script>alert(1)</script>' })
    .send(
      {
        name: 'executionReported',
        executionId: 'MC-1-X1',
        report: {
          outcome: 'COMPLETED',
          leaseId: 'MC-1-X1-L1-a',
          deliverable: { summary: 'written', artifacts: [] },
          usage: { inputTokens: 5, outputTokens: 7, costMicros: 1_500_000, costSource: 'BILLED' },
        },
      },
      SYSTEM,
    )
    .move('DONE');
  let markdown: string;
  beforeAll(async () => void (markdown = await renderMarkdown(reportOf(task))));

  it('tells every event, decision, execution and cost', () => {
    expect([...(reportOf(task).timeline() as Iterable<unknown>)]).toHaveLength(task.events.length);
    expect(markdown).toContain('**Total cost:** $1.50 of $3.00 (5 tokens in, 7 out)');
    expect(markdown).toContain('**MC-1-A1** deploy: APPROVED, risk RED');
    expect(markdown).toContain('APPROVE by Hugo');
    expect(markdown).toContain('**MC-1-X1** CLAUDE_CODE (a test), attempts 1');
    expect(markdown).toContain('hash chain verified: yes');
  });

  it('cannot be given other words than its own', () => {
    expect(markdown).not.toMatch(/^# not a heading/m);
    expect(markdown).not.toMatch(/(^|[^\\])<img/);
    expect(markdown).toContain('> <script>');
  });

  it('is the same text for the same history', async () => {
    expect(await renderMarkdown(reportOf(task))).toBe(markdown);
  });

  it('within another report has lower headings, and the same words', async () => {
    const within = await renderMarkdown(reportOf(task), 2);
    expect(within).toMatch(/^## Incident report: MC-1/);
    expect(within).toMatch(/^### Timeline/m);
    expect(within.replaceAll(/^#(?=#+ )/gm, '')).toBe(markdown);
  });

  it('says what does not fit in the log', async () => {
    const problems = ['event 3 was changed'];
    const text = await renderMarkdown({ ...reportOf(task), integrity: { ...INTEGRITY, verified: false, problems } });
    expect(text).toContain('- hash chain verified: NO\n  - event 3 was changed\n');
  });
});

describe('the messages of a report', () => {
  it('are as their authors have left them, and say so', async () => {
    const task = TaskUnderTest.in('IN_PROGRESS')
      .send({ name: 'comment', body: 'twelve', via: 'telegram:-1:7' }, OWNER)
      .send({ name: 'comment', body: 'and more' }, OWNER)
      .send({ name: 'editComment', messageId: 'MC-1-M1', body: 'thirteen' }, OWNER);
    const messages = [...(reportOf(task).conversation() as Iterable<{ body: string }>)];
    expect(messages.map(({ body }) => body)).toEqual(['thirteen', 'and more']);
    expect(await renderMarkdown(reportOf(task))).toContain(`(edited at ${task.now}):\n\n> thirteen`);
    expect(task.tryTo({ name: 'editComment', messageId: 'MC-1-M1', body: ' ' }, OWNER).accepted).toBe(false);
  });
});

describe('the thread of a task', () => {
  it('is opened by Mission Control alone, and noted once for each place', () => {
    const open = { name: 'openThread', threadRef: { chatId: '-1', threadId: '7' } } as const;
    const task = TaskUnderTest.in('IN_PROGRESS');
    expect(task.tryTo(open, OWNER).accepted).toBe(false);
    const { length } = task.send(open, SYSTEM).events;
    expect(task.current.threadRef).toEqual({ chatId: '-1', threadId: '7' });
    expect(task.send(open, SYSTEM).events).toHaveLength(length);
  });
});

describe('the reviews of a report', () => {
  const files = [{ path: 'src/*.ts', action: 'MODIFY', diff: '+ a' }] as const;
  const changeset = { kind: 'CHANGESET', files, comment: '# keep\nall lines' } as const;
  const task = TaskUnderTest.in('REVIEW')
    .send({ name: 'review', verdict: { kind: 'REFUTE', severity: 'CRITICAL', comment: 'no' } }, REVIEWING_AGENT)
    .send({ name: 'review', verdict: changeset }, REVIEWING_AGENT)
    .send({ name: 'respondToReview', reviewId: 'MC-1-V2', response: 'ACCEPT', comment: 'yes' }, ASSIGNED_AGENT);

  it('say who said what, and what became of it', async () => {
    const markdown = await renderMarkdown(reportOf(task));
    const at = task.events.filter(({ type }) => type === 'review.given').map((event) => event.at);
    expect(markdown).toContain(`## Reviews (2)

- **MC-1-V1** REFUTE, CRITICAL, by Rita at ${at[0]}: SUPERSEDED by MC-1-V2
  - no
- **MC-1-V2** CHANGESET by Rita at ${at[1]}: ACCEPTED
  - # keep all lines
  - MODIFY src/\\*.ts
  - ACCEPTED by Scribe at ${task.now}: yes
`);
    expect(reportOf(task).reviews).toHaveLength(2);
  });

  it('stand beside the loops that the task went through', async () => {
    const loud = TaskUnderTest.in('IN_PROGRESS');
    for (let count = 0; count < 21; count += 1) loud.send({ name: 'comment', body: 'again' }, ASSIGNED_AGENT);
    const markdown = await renderMarkdown(reportOf(loud));
    expect(markdown).toContain('**Mission Control** saw a loop, COMMENT_STORM: 21 messages in 30 minutes');
    expect(markdown).toContain('Blocked: COMMENT_STORM: 21 messages in 30 minutes');
    expect(markdown).toContain('## Reviews (0)\n\nNone.');
  });
});
