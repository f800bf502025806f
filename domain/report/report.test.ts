import { describe, expect, it } from '@jest/globals';
import { ASSIGNED_AGENT, OWNER, REVIEWING_AGENT, SECOND, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
import { renderMarkdown } from './markdown.ts';
import { ReportBuilder } from './report.ts';

const INTEGRITY = { events: 1, firstHash: 'aa', lastHash: 'bb', verified: true };

function reportOf(task: TaskUnderTest) {
  const builder = new ReportBuilder();
  for (const event of task.events) builder.add(event);
  const report = builder.build(INTEGRITY);
  if (!report) throw new Error('there are events');
  return report;
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
  const markdown = renderMarkdown(reportOf(task));

  it('tells every event, decision, execution and cost', () => {
    expect(reportOf(task).timeline).toHaveLength(task.events.length);
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

  it('is the same text for the same history', () => {
    expect(renderMarkdown(reportOf(task))).toBe(markdown);
  });
});

describe('the reviews of a report', () => {
  const files = [{ path: 'src/*.ts', action: 'MODIFY', diff: '+ a' }] as const;
  const changeset = { kind: 'CHANGESET', files, comment: '# keep\nall lines' } as const;
  const task = TaskUnderTest.in('REVIEW')
    .send({ name: 'review', verdict: { kind: 'REFUTE', severity: 'CRITICAL', comment: 'no' } }, REVIEWING_AGENT)
    .send({ name: 'review', verdict: changeset }, REVIEWING_AGENT)
    .send({ name: 'respondToReview', reviewId: 'MC-1-V2', response: 'ACCEPT', comment: 'yes' }, ASSIGNED_AGENT);

  it('say who said what, and what became of it', () => {
    const markdown = renderMarkdown(reportOf(task));
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

  it('stand beside the loops that the task went through', () => {
    const loud = TaskUnderTest.in('IN_PROGRESS');
    for (let count = 0; count < 21; count += 1) loud.send({ name: 'comment', body: 'again' }, ASSIGNED_AGENT);
    const markdown = renderMarkdown(reportOf(loud));
    expect(markdown).toContain('**Mission Control** saw a loop, COMMENT_STORM: 21 messages in 30 minutes');
    expect(markdown).toContain('Blocked: COMMENT_STORM: 21 messages in 30 minutes');
    expect(markdown).toContain('## Reviews (0)\n\nNone.');
  });
});
