import { Link } from '@/components/link';
import { Typography } from '@/components/typography';

interface AsideProps {
  question: string;
  answer: string;
  to: string;
}

/** The way to the other form, for who is at the wrong one. */
export function Aside({ question, answer, to }: AsideProps) {
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', mt: 5 }}>
      {question} <Link to={to}>{answer}</Link>
    </Typography>
  );
}
