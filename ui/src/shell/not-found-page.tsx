import { Link } from '@tanstack/react-router';
import { Empty } from '../controls/states.tsx';

export const NotFoundPage = () => (
  <Empty title="There is nothing at this address">
    <Link to="/" className="text-accent-text underline">
      Go to the board
    </Link>
  </Empty>
);
