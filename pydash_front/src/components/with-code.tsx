import Box from '@mui/material/Box';

export const MONOSPACE = 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace';

/** A sentence whose parts between backticks are set as code. */
export function WithCode({ text }: { text: string }) {
  return text.split('`').map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      <Box
        key={piece}
        component="code"
        sx={{ fontFamily: MONOSPACE, fontSize: '0.93em', letterSpacing: '-0.02em' }}
      >
        {piece}
      </Box>
    ),
  );
}
