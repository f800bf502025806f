import { expect, it } from '@jest/globals';
import { amountInWords, excessInWords, grantInWords, shortageInWords } from './words.ts';

it('says amounts in the words of their units', () => {
  expect(amountInWords(750_000, 'micros')).toBe('$0.75');
  expect(amountInWords(1234, 'tokens')).toBe('1234 tokens');
  expect(amountInWords(61, 'seconds')).toBe('2 min');
});

it('says what is left, of what, and what is asked for', () => {
  const amounts = {
    limit: { micros: 5_000_000, tokens: 100 },
    charged: { micros: 4_600_000, tokens: 130, seconds: 0 },
    asked: { micros: 750_000, tokens: 20, seconds: 0 },
  };
  expect(shortageInWords(['micros', 'tokens'], amounts)).toBe(
    '$0.40 of $5.00 are left, and it asks for $0.75; 0 tokens of 100 tokens are left, and it asks for 20 tokens',
  );
});

it('says where a run went over, and what a grant adds', () => {
  const used = { micros: 900_000, tokens: 10, seconds: 0 };
  expect(excessInWords(['micros'], used, { micros: 750_000, tokens: 20, seconds: 0 })).toBe('$0.90 of $0.75');
  expect(grantInWords({ micros: 2_500_000, tokens: 0, seconds: 600 })).toBe('$2.50, 10 min');
});
