import { version } from '@heliostat/platform';
import { Injectable, type RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { z, type ZodType } from 'zod';
import { apiKey, type ApiOptions } from '../http/api.decorator.js';
import { type RouteInputs, routeInputs } from '../http/zod-input.js';
import { publicKey } from '../principal/principal.decorators.js';

type JsonObject = Record<string, unknown>;
export type OpenApiDocument = JsonObject & { paths: Record<string, JsonObject> };

/** Nest's `RequestMethod` by its number. */
const methods = ['get', 'post', 'put', 'delete', 'patch', 'all', 'options', 'head', 'search'];

/** Describes every route that carries `@Api` by the schemas that check it. */
@Injectable()
export class OpenApiService {
  private readonly scanner = new MetadataScanner();
  private made?: OpenApiDocument;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** The OpenAPI 3.1 document, made once. */
  document(): OpenApiDocument {
    this.made ??= {
      openapi: '3.1.0',
      info: {
        title: 'Heliostat API',
        version,
        description:
          'Every reply is `{ data, error }`. Send an API key as `Authorization: Bearer sk-helicone-…`, ' +
          'or a session cookie with `helicone-org-id` to choose an organization.',
      },
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }],
      paths: this.paths(),
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    };
    return this.made;
  }

  private paths(): Record<string, JsonObject> {
    const paths: Record<string, JsonObject> = {};
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!instance || !metatype) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => unknown>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[name];
        const options = handler && this.reflector.get<ApiOptions | undefined>(apiKey, handler);
        if (!handler || !options) continue;
        const path = joined(
          this.reflector.get<string>(PATH_METADATA, metatype),
          this.reflector.get<string>(PATH_METADATA, handler),
        );
        const method = methods[this.reflector.get<RequestMethod>(METHOD_METADATA, handler)] ?? 'get';
        const open = this.reflector.getAllAndOverride<boolean>(publicKey, [handler, metatype]);
        (paths[path] ??= {})[method] = operation(options, routeInputs(prototype, name), path, open);
      }
    }
    return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => a.localeCompare(b)));
  }
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`.replace(/:(\w+)/g, '{$1}');

function operation(options: ApiOptions, inputs: RouteInputs, path: string, open: boolean): JsonObject {
  const parameters = [
    ...Object.entries(inputs.params).map(([name, schema]) => parameter('path', name, schema, true)),
    ...queryParameters(inputs.query),
  ];
  return {
    summary: options.summary,
    ...(options.description && { description: options.description }),
    tags: [options.tag ?? path.split('/')[2] ?? 'other'],
    ...(open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(inputs.body && { requestBody: { required: true, content: json(jsonSchema(inputs.body, 'input')) } }),
    responses: {
      [options.status ?? 200]: { description: 'Success', content: json(success(options)) },
      '4XX': { description: 'A fault of the request, in words', content: json(failure) },
    },
  };
}

const json = (schema: unknown) => ({ 'application/json': { schema } });

const failure = {
  type: 'object',
  properties: { data: { type: 'null' }, error: { type: 'string' } },
  required: ['data', 'error'],
};

function success({ response, envelope }: ApiOptions): JsonObject {
  const data = response ? jsonSchema(response, 'output') : {};
  if (envelope === false) return data;
  return {
    type: 'object',
    properties: { data, error: { type: 'null' } },
    required: ['data', 'error'],
  };
}

function queryParameters(schema: ZodType | undefined): JsonObject[] {
  if (!schema) return [];
  const { properties, required } = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    in: 'query',
    name,
    required: required?.includes(name) ?? false,
    schema: property,
  }));
}

const parameter = (place: string, name: string, schema: ZodType, required: boolean): JsonObject => ({
  in: place,
  name,
  required,
  schema: jsonSchema(schema, 'input'),
});

function jsonSchema(schema: ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
  return rest;
}
