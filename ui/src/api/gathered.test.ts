import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { gathered } from './gathered.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('hands on the first soon, and a burst in a few parts that hold all of it', () => {
  const parts: number[][] = [];
  const take = gathered<number>((items) => parts.push([...items]), 30, 150);
  take(0);
  jest.advanceTimersByTime(30);
  expect(parts).toEqual([[0]]);
  for (let item = 1; item <= 200; item += 1) {
    take(item);
    jest.advanceTimersByTime(5);
  }
  jest.advanceTimersByTime(150);
  expect(parts.length).toBeLessThanOrEqual(9);
  expect(parts.flat()).toEqual(Array.from({ length: 201 }, (_, item) => item));
});

it('is quick again after a pause', () => {
  const parts: string[][] = [];
  const take = gathered<string>((items) => parts.push([...items]), 30, 150);
  take('a');
  jest.advanceTimersByTime(1_000);
  take('b');
  jest.advanceTimersByTime(30);
  expect(parts).toEqual([['a'], ['b']]);
});
