/** The product's version, stated in health replies, the OpenAPI document and the data directory. */
export const version = '0.1.0';
