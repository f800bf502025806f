import { dollars, formatDollars, type MicroDollars } from '../../../domain/money.ts';

/** An amount as it stands in a box: without the sign. */
export const dollarText = (amount: MicroDollars | undefined): string =>
  amount === undefined ? '' : formatDollars(amount).slice(1);

/** What a box says; undefined when it is empty. */
export const amountIn = (text: string): MicroDollars | undefined => (text === '' ? undefined : dollars(Number(text)));
