export function slimPackages(modules: string, minify: (source: string) => string): void;
