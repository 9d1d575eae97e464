import Box from '@mui/material/Box';

const COG =
  'M30.9 14.5L30.9 17.5L27.7 19.5L26.8 21.8L27.6 25.5L25.5 27.6L21.8 26.8L19.5 27.7L17.5 30.9L14.5 30.9L12.5 27.7L10.2 26.8L6.5 27.6L4.4 25.5L5.2 21.8L4.3 19.5L1.1 17.5L1.1 14.5L4.3 12.5L5.2 10.2L4.4 6.5L6.5 4.4L10.2 5.2L12.5 4.3L14.5 1.1L17.5 1.1L19.5 4.3L21.8 5.2L25.5 4.4L27.6 6.5L26.8 10.2L27.7 12.5Z';
const BOLT = 'M18.5 6.5 9.5 18h5.2l-1.5 7.5 9.3-12h-5.4z';

export function Logo() {
  return (
    <Box component="svg" viewBox="0 0 32 32" aria-hidden sx={{ width: 28, height: 28 }}>
      <Box
        component="path"
        d={COG}
        strokeWidth={1.5}
        strokeLinejoin="round"
        sx={{ fill: 'var(--mui-palette-primary-main)', stroke: 'var(--mui-palette-primary-main)' }}
      />
      <Box component="path" d={BOLT} sx={{ fill: 'var(--mui-palette-background-paper)' }} />
    </Box>
  );
}
