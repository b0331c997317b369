import {
  IconBox,
  IconChartHistogram,
  IconCoins,
  IconKey,
  IconListDetails,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react';
import type { WhoAmI } from '@heliostat/contracts';

const entries = [
  { to: '/dashboard', label: 'Dashboard', icon: IconChartHistogram, keys: 'g d', operators: false },
  { to: '/requests', label: 'Requests', icon: IconListDetails, keys: 'g r', operators: false },
  { to: '/models', label: 'Models', icon: IconBox, keys: 'g m', operators: false },
  { to: '/keys', label: 'API keys', icon: IconKey, keys: 'g k', operators: false },
  { to: '/credits', label: 'Credits', icon: IconCoins, keys: 'g c', operators: false },
  { to: '/platform', label: 'Platform', icon: IconServer2, keys: 'g p', operators: true },
  { to: '/settings', label: 'Settings', icon: IconSettings, keys: 'g s', operators: false },
] as const;

/** The sidebar's entries for this person; `keys` is the shortcut. */
export const navigationFor = ({ operatesInstallation }: Pick<WhoAmI, 'operatesInstallation'>) =>
  entries.filter(({ operators }) => !operators || operatesInstallation);
