import { IconChartHistogram, IconKey, IconListDetails, IconSettings } from '@tabler/icons-react';

/** The sidebar's entries; `keys` is the shortcut. */
export const navigation = [
  { to: '/dashboard', label: 'Dashboard', icon: IconChartHistogram, keys: 'g d' },
  { to: '/requests', label: 'Requests', icon: IconListDetails, keys: 'g r' },
  { to: '/keys', label: 'API keys', icon: IconKey, keys: 'g k' },
  { to: '/settings', label: 'Settings', icon: IconSettings, keys: 'g s' },
] as const;
