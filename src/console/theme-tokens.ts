/**
 * Colours of text on their grounds keep 4.5:1, and of what must be seen 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). A browser test
 * measures it on every page, light and dark.
 */
export const sharedTokens = {
  fontSize: 14,
  borderRadius: 4,
  // The system's own Chinese fonts: nothing to load, and each looks at home.
  fontFamily:
    "'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', " +
    "'Noto Sans SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', system-ui, sans-serif",
  fontFamilyCode: "ui-monospace, 'SFMono-Regular', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
  motionDurationFast: '0.08s',
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.16s',
  wireframe: false,
} as const

export const lightTokens = {
  colorPrimary: '#1d5fa8',
  colorInfo: '#1d5fa8',
  colorLink: '#1d5fa8',
  colorLinkHover: '#164a85',
  colorError: '#b3261e',
  colorErrorText: '#b3261e',
  colorWarning: '#8a5300',
  colorWarningText: '#8a5300',
  colorSuccess: '#1f6b3a',
  colorSuccessText: '#1f6b3a',
  colorText: '#1c2127',
  colorTextSecondary: '#4a525b',
  colorTextTertiary: '#5c646d',
  colorTextDescription: '#5c646d',
  colorTextPlaceholder: '#656d76',
  colorBorder: '#8d96a0',
  colorBorderSecondary: '#dfe3e8',
  colorSplit: '#e4e8ec',
  colorBgLayout: '#f4f6f8',
  // Derived from colours this dark they would be mud.
  colorInfoBg: '#e9f1fa',
  colorInfoBorder: '#a9c8e8',
  colorSuccessBg: '#e8f4ec',
  colorSuccessBorder: '#a8d3b6',
  colorWarningBg: '#fdf3df',
  colorWarningBorder: '#e3bf82',
  colorErrorBg: '#fcebe9',
  colorErrorBorder: '#eab4b0',
  // Words of coloured tags: Ant Design's own are too light on their grounds. Both names end as one CSS variable.
  green7: '#237804',
  'green-7': '#237804',
  gold7: '#874d00',
  'gold-7': '#874d00',
  orange7: '#ad4e00',
  'orange-7': '#ad4e00',
  volcano7: '#ad2102',
  'volcano-7': '#ad2102',
  cyan7: '#006d75',
  'cyan-7': '#006d75',
  lime7: '#3f6600',
  'lime-7': '#3f6600',
} as const

export const darkTokens = {
  colorPrimary: '#3d7fce',
  colorInfo: '#3d7fce',
  colorLink: '#86b7f0',
  colorLinkHover: '#a9ccf6',
  colorError: '#f2867e',
  colorErrorText: '#f79a93',
  colorWarning: '#e0a64b',
  colorWarningText: '#eab866',
  colorSuccess: '#63bd83',
  colorSuccessText: '#78cc96',
  colorText: '#e4e8ec',
  colorTextSecondary: '#b6bec7',
  colorTextTertiary: '#9fa8b2',
  colorTextDescription: '#9fa8b2',
  colorTextPlaceholder: '#8f99a4',
  colorBorder: '#6b7580',
  colorBorderSecondary: '#2d333a',
  colorSplit: '#2a3037',
  colorBgBase: '#14181d',
  colorBgLayout: '#0e1115',
  colorBgContainer: '#161b21',
  colorBgElevated: '#1d232b',
} as const
