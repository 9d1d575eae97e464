import { createSvgIcon } from '@mui/material/utils';
import type { ReactNode } from 'react';

function strokeIcon(name: string, shapes: ReactNode) {
  return createSvgIcon(
    <g
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes}
    </g>,
    name,
  );
}

export const HomeIcon = strokeIcon(
  'Home',
  <path d="M4 5h7v6H4zM13 5h7v10h-7zM4 13h7v6H4zM13 17h7v2h-7z" />,
);
export const LogOutIcon = strokeIcon('LogOut', <path d="M14 4h5v16h-5M4 12h10m-3-4 4 4-4 4" />);
export const PlusIcon = strokeIcon('Plus', <path d="M12 5v14M5 12h14" />);
export const DownIcon = strokeIcon('Down', <path d="m7 10 5 5 5-5" />);
export const SearchIcon = strokeIcon(
  'Search',
  <>
    <circle cx="11" cy="11" r="6" />
    <path d="m20 20-4.5-4.5" />
  </>,
);
export const CloseIcon = strokeIcon('Close', <path d="m7 7 10 10M17 7 7 17" />);
export const MoonIcon = strokeIcon(
  'Moon',
  <path d="M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5" />,
);
export const SunIcon = strokeIcon(
  'Sun',
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />
  </>,
);
export const ScreenIcon = strokeIcon('Screen', <path d="M4 5h16v11H4zM9 20h6m-3-4v4" />);
export const WarningIcon = strokeIcon('Warning', <path d="M12 4 3 19h18zM12 10v4m0 2.5v.5" />);
export const InfoIcon = strokeIcon(
  'Info',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5m0-8.5v.5" />
  </>,
);
export const CheckIcon = strokeIcon('Check', <path d="m5 12 5 5 9-10" />);
export const MenuIcon = strokeIcon('Menu', <path d="M4 7h16M4 12h16M4 17h16" />);
export const TableIcon = strokeIcon('Table', <path d="M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14" />);
export const BarsIcon = strokeIcon('Bars', <path d="M4 20h16M7 16v-5m5 5V5m5 11V9" />);
export const EyeIcon = strokeIcon(
  'Eye',
  <>
    <path d="M3 12c4-8 14-8 18 0-4 8-14 8-18 0" />
    <circle cx="12" cy="12" r="2.5" />
  </>,
);
export const EyeOffIcon = strokeIcon(
  'EyeOff',
  <>
    <path d="M3 12c4-8 14-8 18 0-4 8-14 8-18 0M5 5l14 14" />
    <circle cx="12" cy="12" r="2.5" />
  </>,
);
export const MoreIcon = strokeIcon(
  'More',
  <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth={3} />,
);
export const TrashIcon = strokeIcon('Trash', <path d="M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13" />);
export const GlobeIcon = strokeIcon(
  'Globe',
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c3 3 3 14 0 17-3-3-3-14 0-17" />
  </>,
);
export const CalendarIcon = strokeIcon('Calendar', <path d="M5 6h14v14H5zM5 10h14M9 3v4m6-4v4" />);
export const RefreshIcon = strokeIcon('Refresh', <path d="M19 12a7 7 0 1 1-2-5l2 2m0-5v5h-5" />);
export const DownloadIcon = strokeIcon('Download', <path d="M12 4v11m-4-4 4 4 4-4M5 20h14" />);
export const SettingsIcon = strokeIcon(
  'Settings',
  <>
    <circle cx="12" cy="12" r="3" />
    <path d="M12 4v3m0 10v3M4 12h3m10 0h3M6.3 6.3l2.2 2.2m7 7 2.2 2.2M6.3 17.7l2.2-2.2m7-7 2.2-2.2" />
  </>,
);
