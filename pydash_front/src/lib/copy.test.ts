import { afterEach, describe, expect, it, vi } from 'vitest';

import { copyText } from './copy';

function show(text: string): HTMLElement {
  const element = document.createElement('code');
  element.textContent = text;
  document.body.replaceChildren(element);
  return element;
}

/** What a browser says of `document.execCommand`, which the tests' own one lacks. */
function letCommand(answer: () => boolean): void {
  Object.defineProperty(document, 'execCommand', { value: answer, configurable: true });
}

describe('over plain http, where there is no clipboard', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(document, 'execCommand');
  });

  it('copies what is selected', async () => {
    vi.stubGlobal('navigator', {});
    let copied: string | undefined;
    letCommand(() => {
      copied = window.getSelection()?.toString();
      return true;
    });
    expect(await copyText(show('pip install it'), 'pip install it')).toBe('copied');
    expect(copied).toBe('pip install it');
  });

  it.each([
    ['refuses', () => false],
    [
      'does not know how',
      () => {
        throw new DOMException('not supported');
      },
    ],
  ])('leaves the text selected where the browser %s', async (_, answer) => {
    vi.stubGlobal('navigator', {});
    letCommand(answer);
    expect(await copyText(show('pip install it'), 'pip install it')).toBe('selected');
    expect(window.getSelection()?.toString()).toBe('pip install it');
  });
});
