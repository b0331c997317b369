/** `Config` of libs/platform. */
export const CONFIG = Symbol('config');
/** `Logger` of libs/platform. */
export const LOGGER = Symbol('logger');
/** prom-client's `Registry`: modules register their own metrics here. */
export const REGISTRY = Symbol('registry');
