import {
  ActionIcon,
  Badge,
  Button,
  Checkbox,
  Drawer,
  Input,
  Menu,
  Modal,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  TextInput,
  Tooltip,
  createTheme,
  localStorageColorSchemeManager,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const solar: MantineColorsTuple = [
  '#fff8ea',
  '#feefd2',
  '#fde0a6',
  '#fbcd72',
  '#f9bd50',
  '#f7b03c',
  '#ee9f1e',
  '#c77f06',
  '#955c00',
  '#6b4200',
];
const ink: MantineColorsTuple = [
  '#eceded',
  '#c3c5ca',
  '#878b94',
  '#5f636c',
  '#33363e',
  '#26282f',
  '#191b20',
  '#121317',
  '#0c0d10',
  '#08090b',
];
const paper: MantineColorsTuple = [
  '#f7f7f5',
  '#f2f2ef',
  '#eaeae6',
  '#e0e0dc',
  '#cfcfca',
  '#a6a7a6',
  '#6f7074',
  '#55565a',
  '#2b2c2e',
  '#1b1c1e',
];

/** Ties the component library's own variables to the design tokens, so that both schemes have one source. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-tertiary)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-placeholder': 'var(--text-tertiary)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--bad)',
  };
  return { variables: {}, light: shared, dark: shared };
};

const popover = {
  shadow: 'md',
  radius: 'md',
  transitionProps: { transition: 'pop' as const, duration: 120 },
};

export const theme = createTheme({
  primaryColor: 'solar',
  primaryShade: { light: 5, dark: 5 },
  autoContrast: true,
  colors: { solar, dark: ink, gray: paper },
  black: '#1b1c1e',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  shadows: {
    sm: 'var(--shadow-card)',
    md: 'var(--shadow-pop)',
    lg: 'var(--shadow-pop)',
    xl: 'var(--shadow-pop)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '1.2' },
      h2: { fontSize: '20px', lineHeight: '1.3' },
      h3: { fontSize: '16px', lineHeight: '1.4' },
      h4: { fontSize: '14px', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 550 } } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Input: Input.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    Select: Select.extend({ defaultProps: { size: 'xs', checkIconPosition: 'right' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs' } }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { root: { textTransform: 'none' } },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 250, withArrow: false, radius: 'sm', fz: 12, px: 8, py: 4, color: 'dark.4' },
    }),
    Menu: Menu.extend({ defaultProps: popover }),
    Popover: Popover.extend({ defaultProps: popover }),
    Modal: Modal.extend({
      defaultProps: { radius: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.45, blur: 1 } },
      styles: { title: { fontSize: 15, fontWeight: 600 } },
    }),
    Drawer: Drawer.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.25 } } }),
  },
});

/** The key is also read by `public/color-scheme.js`, before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'heliostat.color-scheme' });
