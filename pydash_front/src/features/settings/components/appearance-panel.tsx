import { ErrorNote } from '@/components/feedback/error-note';
import { Toggle } from '@/components/forms/toggle';
import { Segmented } from '@/components/segmented';
import { THEMES, useThemeChoice } from '@/hooks/use-theme-choice';
import type { User } from '@/lib/api-types';
import { texts } from '@/lib/texts';

import { useSwitchSounds } from '../api';
import { Panel } from './panel';

const words = texts.settings;

const THEME_OPTIONS = THEMES.map((value) => ({
  value,
  label: texts.shell.themes[value],
  name: texts.shell.themes[value],
}));

/** How PyDash looks and sounds. */
export function AppearancePanel({ user }: { user: User }) {
  const { chosen, choose } = useThemeChoice();
  const sounds = useSwitchSounds();
  const isOn = sounds.variables ?? user.play_sounds;
  return (
    <Panel title={words.appearance}>
      <Segmented
        label={texts.shell.theme}
        value={chosen}
        options={THEME_OPTIONS}
        onChoose={choose}
      />
      <Toggle isOn={isOn} onToggle={(isWanted) => sounds.mutate(isWanted)}>
        {words.sounds}
      </Toggle>
      {sounds.error && <ErrorNote error={sounds.error} />}
    </Panel>
  );
}
