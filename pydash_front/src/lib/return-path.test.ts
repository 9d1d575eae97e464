import { expect, it } from 'vitest';

import { loginPath, readReturnPath } from './return-path';

it('leads back to the page that asked for a login', () => {
  const path = loginPath({ pathname: '/dashboards/1', search: '?range=7d' });
  expect(readReturnPath(new URL(path, window.location.origin).search)).toBe(
    '/dashboards/1?range=7d',
  );
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'never leads to another site: %s',
  (wanted) => {
    expect(readReturnPath(`?return=${encodeURIComponent(wanted)}`)).toBe('/');
  },
);
