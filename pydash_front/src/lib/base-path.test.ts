import { afterEach, describe, expect, it, vi } from 'vitest';

async function loadAt(content: string | null) {
  vi.resetModules();
  document.head.innerHTML =
    content === null ? '' : `<meta name="pydash-base-path" content="${content}">`;
  return import('./base-path');
}

afterEach(() => {
  document.head.innerHTML = '';
});

describe('the path below which PyDash lies', () => {
  it('stands before the addresses of what the server answers', async () => {
    const { atBase, basePath } = await loadAt('/pydash');
    expect(basePath).toBe('/pydash');
    expect(atBase('/api')).toBe('/pydash/api');
  });

  it.each([
    ['/pydash/', '/'],
    ['/pydash', '/'],
    ['/pydash/dashboards/1', '/dashboards/1'],
    ['/login', null],
    ['/pydash2/login', null],
  ])('is left away from %s', async (pathname, expected) => {
    const { withoutBase } = await loadAt('/pydash');
    expect(withoutBase(pathname)).toBe(expected);
  });

  it('may be written with other digits of an escape', async () => {
    const { withoutBase } = await loadAt('/b%C3%BCro');
    expect(withoutBase('/b%c3%bcro/help')).toBe('/help');
  });

  it.each([[''], [null], ['__BASE_PATH__']])('is empty where the page has %s', async (content) => {
    const { atBase, basePath, withoutBase } = await loadAt(content);
    expect(basePath).toBe('');
    expect(atBase('/login')).toBe('/login');
    expect(withoutBase('/help')).toBe('/help');
  });
});
