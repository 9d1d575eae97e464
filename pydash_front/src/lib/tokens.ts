/** Every colour of PyDash, once for light and once for dark. */
export interface Tokens {
  bg: string;
  paper: string;
  sunken: string;
  text: string;
  textSecondary: string;
  textHint: string;
  line: string;
  control: string;
  accent: string;
  accentHover: string;
  accentSoft: string;
  onAccent: string;
  good: string;
  goodSoft: string;
  warn: string;
  warnSoft: string;
  bad: string;
  badSoft: string;
  scrim: string;
  shadowCard: string;
  shadowMenu: string;
  shadowDialog: string;
  /** The first colour of the series; charts with one series need no other. */
  series: string;
  /** Stands out from the series, where one is singled out or compared. */
  highlight: string;
  average: string;
  p50: string;
  p90: string;
  p99: string;
  /** A day on which the app was up. */
  up: string;
  /** What is out of date, or belongs to an earlier time. */
  earlier: string;
  grid: string;
  hatch: string;
  /** Low to high. */
  sequence: readonly [string, string, string, string, string, string, string, string];
}

export type Mode = 'light' | 'dark';

export const TOKENS: Record<Mode, Tokens> = {
  light: {
    bg: '#F6F7F9',
    paper: '#FFFFFF',
    sunken: '#F0F2F5',
    text: '#161A22',
    textSecondary: '#4E5666',
    textHint: '#656D7D',
    line: '#E3E6EB',
    control: '#868E9C',
    accent: '#3451C6',
    accentHover: '#2A43A8',
    accentSoft: '#EBEFFC',
    onAccent: '#FFFFFF',
    good: '#12704A',
    goodSoft: '#E4F4EC',
    warn: '#8A5200',
    warnSoft: '#FDF1DD',
    bad: '#B4232F',
    badSoft: '#FCEAEB',
    scrim: 'rgb(16 20 28 / 0.45)',
    shadowCard: '0 1px 2px rgb(16 24 40 / 0.05)',
    shadowMenu: '0 8px 24px rgb(16 24 40 / 0.12)',
    shadowDialog: '0 24px 64px rgb(16 24 40 / 0.24)',
    series: '#3451C6',
    highlight: '#9A4600',
    average: '#10959B',
    p50: '#3451C6',
    p90: '#BF530A',
    p99: '#6A2058',
    up: '#58A883',
    earlier: '#868E9C',
    grid: '#ECEEF2',
    hatch: '#C3C9D3',
    sequence: [
      '#F3F5FB',
      '#DCE3F9',
      '#BCC9F3',
      '#94A7E9',
      '#6B83DB',
      '#4763CB',
      '#2F48AE',
      '#1E2F7F',
    ],
  },
  dark: {
    bg: '#0F1217',
    paper: '#161A21',
    sunken: '#11151B',
    text: '#E9ECF1',
    textSecondary: '#AAB2BF',
    textHint: '#8B94A3',
    line: '#282E38',
    control: '#6A7382',
    accent: '#93A7FF',
    accentHover: '#AEBDFF',
    accentSoft: '#1F2747',
    onAccent: '#0F1217',
    good: '#5CCB98',
    goodSoft: '#14291F',
    warn: '#E9B15A',
    warnSoft: '#2E2412',
    bad: '#FF8A8F',
    badSoft: '#351B1F',
    scrim: 'rgb(4 6 9 / 0.65)',
    shadowCard: '0 1px 2px rgb(0 0 0 / 0.4)',
    shadowMenu: '0 8px 24px rgb(0 0 0 / 0.5)',
    shadowDialog: '0 24px 64px rgb(0 0 0 / 0.6)',
    series: '#8FA3FF',
    highlight: '#EE8434',
    average: '#66E3DC',
    p50: '#8FA3FF',
    p90: '#EE8434',
    p99: '#F5D3E6',
    up: '#3C8A68',
    earlier: '#6A7382',
    grid: '#222833',
    hatch: '#3D4553',
    sequence: [
      '#1B2029',
      '#1F2945',
      '#283765',
      '#354B8C',
      '#4A64B6',
      '#6C85DC',
      '#9AADF6',
      '#D3DCFF',
    ],
  },
};
