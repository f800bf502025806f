import { describe, expect, it } from '@jest/globals';
import { OWNER, SECOND, SYSTEM, TaskUnderTest } from '../task/task.test-support.ts';
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
