import { At } from '../controls/time.tsx';

const TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server, with its times as the clock on the wall shows them. */
export function TimedText({ children }: { readonly children: string }) {
  const pieces = children.split(TIME);
  // The pattern has one group, so that every second piece is a time.
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : <At key={index} time={piece} />));
}
