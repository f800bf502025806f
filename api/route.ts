import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Operation } from '../operations/authorization/matrix.ts';
import type { Caller } from '../operations/caller.ts';

/** What a handler gets: everything is parsed, and the caller is who the credential says. */
interface RouteContext<Params, Query, Body> {
  /** Not there on routes for anybody. */
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The caller's own, or one made for this request. */
  readonly idempotencyKey: string;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
  readonly request: Request;
  readonly response: Response;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body?: unknown;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One entry of the contract: routes, the OpenAPI document and the authorisation check are made from it. */
export interface Route<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, with {name} for parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** What it does, in the matrix that says who may; where that is ANYBODY, attempts that fail are throttled. */
  readonly operation: Operation;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body is a file of any type, read by the handler. */
  readonly takesFile?: boolean;
  /** Successful answers by status; null for an answer without JSON. */
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly schema: z.ZodType | null; readonly mediaType?: string }>
  >;
  /** Answers with JSON, or sends something else itself and returns undefined. */
  readonly handle: (
    context: RouteContext<Output<Params>, Output<Query>, Output<Body>>,
  ) => Promise<JsonAnswer | undefined>;
}

/** Checks a route where it is written and forgets its exact types, so that routes fit into one list. */
export function defineRoute<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(route: Route<Params, Query, Body>): Route {
  return route;
}

export const ok = (body: unknown): JsonAnswer => ({ status: 200, body });
export const created = (body: unknown): JsonAnswer => ({ status: 201, body });
