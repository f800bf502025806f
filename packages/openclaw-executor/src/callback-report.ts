/** What the agent tells us at the end, as JSON. */
export interface CallbackReport {
  readonly status: 'ok' | 'error';
  readonly summary: string;
  /** Markdown. */
  readonly content?: string;
  readonly costUsd?: number;
  readonly tokens?: { readonly input: number; readonly output: number };
}

/** What is wrong with a report: shown to the agent, which can send a better one. */
export class InvalidReportError extends Error {
  readonly code = 'INVALID_REPORT';

  constructor(field: string, what: string) {
    super(`${field} ${what}`);
    this.name = 'InvalidReportError';
  }
}

/** @throws InvalidReportError naming the field */
export function parseReport(text: string): CallbackReport {
  const report = parsed(text);
  const { status, summary, content, costUsd, tokens } = report;
  if (status !== 'ok' && status !== 'error') throw new InvalidReportError('status', 'must be "ok" or "error"');
  if (typeof summary !== 'string' || summary.trim() === '') {
    throw new InvalidReportError('summary', 'must be a text that is not empty');
  }
  if (content !== undefined && typeof content !== 'string') throw new InvalidReportError('content', 'must be a text');
  return {
    status,
    summary,
    ...(content !== undefined && { content }),
    ...(costUsd !== undefined && { costUsd: amount(costUsd, 'costUsd') }),
    ...(tokens !== undefined && { tokens: tokensOf(tokens) }),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new InvalidReportError('the body', 'must be a JSON object');
}

function tokensOf(value: unknown): { input: number; output: number } {
  const { input, output } = (value ?? {}) as { input?: unknown; output?: unknown };
  return {
    input: Math.round(amount(input, 'tokens.input')),
    output: Math.round(amount(output, 'tokens.output')),
  };
}

function amount(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidReportError(field, 'must be a number from 0');
}
