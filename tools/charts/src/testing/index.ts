export { runTool, toolPath } from './helm.js';
export type { ChartTool } from './helm.js';
export { manifestName, podSpecOf } from './manifest.js';
export type { Container, Manifest, PodSpec } from './manifest.js';
export { chartsFolder, parseManifests, renderChart, renderNotes } from './render-chart.js';
export type { Rendered, RenderOptions } from './render-chart.js';
