import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Walk } from './walk.ts';

type Graph = ReadonlyMap<string, readonly string[]>;

function walked(start: string, firsts: readonly string[], graph: Graph): Walk {
  const walk = new Walk(start, firsts);
  while (!walk.circle && walk.frontier.length > 0) walk.advance(graph);
  return walk;
}

describe('a walk', () => {
  it('names every task of a circle, in the order of the links', () => {
    const graph = new Map([
      ['MC-4', ['MC-5', 'MC-6']],
      ['MC-6', ['MC-1']],
    ]);
    expect(walked('MC-1', ['MC-3', 'MC-4'], graph).circle).toEqual(['MC-1', 'MC-4', 'MC-6', 'MC-1']);
    expect(walked('MC-1', ['MC-1'], new Map()).circle).toEqual(['MC-1', 'MC-1']);
  });

  it('comes to an end where tasks meet again, and in circles that are none of the start’s business', () => {
    const graph = new Map([
      ['MC-2', ['MC-4']],
      ['MC-3', ['MC-4']],
      ['MC-4', ['MC-5']],
      ['MC-5', ['MC-4']],
    ]);
    const walk = walked('MC-1', ['MC-2', 'MC-3'], graph);
    expect(walk.circle).toBeUndefined();
    expect(walk.size).toBe(4);
  });

  it('finds a circle exactly where there is one, and each step of it is a link', () => {
    const key = fc.integer({ min: 0, max: 7 }).map(String);
    const graphs = fc.array(fc.tuple(key, fc.uniqueArray(key, { maxLength: 3 })), { maxLength: 8 });
    fc.assert(
      fc.property(graphs, fc.uniqueArray(key, { minLength: 1, maxLength: 3 }), (edges, firsts) => {
        const graph: Graph = new Map([...edges, ['0', firsts] as const]);
        const { circle } = walked('0', firsts, graph);
        expect(circle !== undefined).toBe(reachable(firsts, graph).has('0'));
        for (const [index, from] of (circle ?? []).slice(0, -1).entries()) {
          expect(graph.get(from)).toContain(circle?.[index + 1]);
        }
      }),
    );
  });
});

/** The same question, asked in another way. */
function reachable(from: readonly string[], graph: Graph, seen = new Set<string>()): Set<string> {
  for (const key of from) {
    if (seen.has(key)) continue;
    seen.add(key);
    reachable(graph.get(key) ?? [], graph, seen);
  }
  return seen;
}
