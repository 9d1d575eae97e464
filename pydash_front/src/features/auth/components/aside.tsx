import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';

interface AsideProps {
  question: string;
  answer: string;
  to: string;
}

/** The way to the other form, for who is at the wrong one. */
export function Aside({ question, answer, to }: AsideProps) {
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', mt: 5 }}>
      {question}{' '}
      <Link component={RouterLink} to={to}>
        {answer}
      </Link>
    </Typography>
  );
}
