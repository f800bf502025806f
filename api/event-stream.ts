import type { Response } from 'express';

/** Whether it is a live stream, which goes on until somebody hangs up. */
export const isEventStream = (response: Response): boolean =>
  String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
