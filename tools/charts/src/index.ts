export { chartNames, readChartInfo, readExamples } from './generate/chart-files.js';
export type { ChartExample, ChartInfo } from './generate/chart-files.js';
export { generateChart, staleFiles } from './generate/generate-charts.js';
export type { GeneratedFile } from './generate/generate-charts.js';
export * from './testing/index.js';
