import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { describePermissions, securitySchemes } from './describe-permission.ts'
import { addExamples } from './documented-examples.ts'
import { openToAll } from './gate.ts'
import { tidyComponents } from './tidy-components.ts'

/** The page's own scripts and styles, and `data:` for its icons; Swagger UI sets style attributes, so styles are open. */
const pagePolicy =
  "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; " +
  "img-src 'self' data:; script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'"

/** `/openapi.json`, made from the routes' schemas, and `/docs`, which shows it. Register before the routes. */
export async function documentApi(app: FastifyInstance, version: string): Promise<void> {
  describePermissions(app)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Zhunru 准入',
        version,
        description:
          'Screens merchant onboarding applications. Upload the photos, submit the application, then read it until it has an outcome.\n\n' +
          'Every error has one shape: a stable `code`, a `message` in Chinese and English, and the `requestId` that our log names.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: { securitySchemes },
      tags: [
        { name: 'session', description: 'Signing in and out, and one’s own account' },
        { name: 'accounts', description: 'Who may sign in, and what they may do' },
        { name: 'requirements', description: 'What an application needs' },
        { name: 'materials', description: 'Photos' },
        { name: 'applications', description: 'Applications and what became of them' },
        { name: 'webhooks', description: 'Where decisions are posted, and what became of each message' },
        { name: 'cases', description: 'Work of reviewers' },
        { name: 'callbacks', description: 'Work of callers: what to ask, and how calls went' },
        { name: 'quality', description: 'Second looks at what people decided, and how far they agree' },
        { name: 'staff', description: 'What our own people look at' },
        { name: 'events', description: 'What happens, as it happens' },
        { name: 'operations', description: 'How the service itself runs, and what its operators do about it' },
        { name: 'health', description: 'Probes' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => addExamples(tidyComponents(jsonSchemaTransformObject(document))),
  })
  await app.register(async (page) => {
    openToAll(page)
    await page.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: pagePolicy,
      theme: { title: 'Zhunru API' },
      // The badge would send our address to an outside server.
      uiConfig: {
        layout: 'BaseLayout',
        deepLinking: true,
        docExpansion: 'list',
        tryItOutEnabled: true,
        validatorUrl: null,
      },
    })
  })
  app.get('/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, async () => app.swagger())
}
