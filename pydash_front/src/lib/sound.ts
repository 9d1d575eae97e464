/** Short sounds made by the browser itself: no files, and nothing before somebody touches the page. */

export type Sound = 'login' | 'success' | 'error';

interface Note {
  frequencyHz: number;
  /** After the sound's start. */
  atS: number;
  lengthS: number;
}

const NOTES: Record<Sound, readonly Note[]> = {
  login: [
    { frequencyHz: 523.25, atS: 0, lengthS: 0.12 },
    { frequencyHz: 659.25, atS: 0.09, lengthS: 0.12 },
    { frequencyHz: 783.99, atS: 0.18, lengthS: 0.22 },
  ],
  success: [
    { frequencyHz: 659.25, atS: 0, lengthS: 0.1 },
    { frequencyHz: 880, atS: 0.08, lengthS: 0.18 },
  ],
  error: [
    { frequencyHz: 233.08, atS: 0, lengthS: 0.14 },
    { frequencyHz: 196, atS: 0.12, lengthS: 0.24 },
  ],
};

const VOLUME = 0.06;
/** A login is heard once the account's setting is known; later it would only startle. */
const LATE_MS = 5_000;

let context: AudioContext | null = null;
let isOn = false;
let loggedInAtMs: number | null = null;

/** Lets sounds be made from the first click or key on; browsers allow none before. */
export function listenForGesture(): void {
  const open = () => {
    context ??= new AudioContext();
  };
  window.addEventListener('pointerdown', open, { once: true });
  window.addEventListener('keydown', open, { once: true });
}

/** Whether the account wants sounds; until that is known there are none. */
export function setSounds(isWanted: boolean): void {
  isOn = isWanted;
  const isFresh = loggedInAtMs !== null && performance.now() - loggedInAtMs < LATE_MS;
  loggedInAtMs = null;
  if (isFresh) play('login');
}

/** Remembers a login for when the account's setting is known. */
export function soundLogin(): void {
  loggedInAtMs = performance.now();
}

export function play(sound: Sound): void {
  if (!isOn || !context) return;
  for (const note of NOTES[sound]) playNote(context, note);
}

/** A soft sine that swells at once and dies away. */
function playNote(on: AudioContext, { frequencyHz, atS, lengthS }: Note): void {
  const start = on.currentTime + atS;
  const oscillator = on.createOscillator();
  const gain = on.createGain();
  oscillator.frequency.value = frequencyHz;
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(VOLUME, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + lengthS);
  oscillator.connect(gain).connect(on.destination);
  oscillator.start(start);
  oscillator.stop(start + lengthS);
}
