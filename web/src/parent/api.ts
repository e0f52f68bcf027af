// The only file of the parents' app that calls the API.
import createClient from 'openapi-fetch'
import { Connection, ok } from '../kit/http'
import type { components, paths } from './api.gen'

type S = components['schemas']
export type Brief = S['Brief']; export type Child = S['Child']; export type Appointment = S['Appointment']; export type ToDo = S['ToDo']; export type Advice = S['Advice']; export type Look = S['Look']; export type Parent = S['Parent']

export const connection = new Connection<Parent>('/mobile/v1')
const api = createClient<paths>({ fetch: connection.fetch })

/** Asks for a code: after how many seconds another may be asked for, and in the demo the code itself. */
export const askCode = async (phone: string, language: 'zh' | 'en'): Promise<{ retryAfter: number; demoCode?: string }> => ok(api.POST('/mobile/v1/code', { body: { phone, language } }))
export async function signIn(phone: string, code: string, slip: string): Promise<void> {
  connection.keep(await ok(api.POST('/mobile/v1/session', { body: { phone, code, ...(slip ? { slip } : {}) } })))
}
export const children = async (): Promise<Brief[]> => (await ok(api.GET('/mobile/v1/children'))).items ?? []
export const child = (id: string): Promise<Child> => ok(api.GET('/mobile/v1/children/{id}', { params: { path: { id } } }))
export const seen = async (id: string): Promise<Look[]> => (await ok(api.GET('/mobile/v1/children/{id}/seen', { params: { path: { id } } }))).items ?? []
export const curves = async (indicator: 'wfa' | 'lhfa' | 'hcfa', sex: 'M' | 'F'): Promise<S['GrowthLines'][]> => (await ok(api.GET('/mobile/v1/curves/{indicator}/{sex}', { params: { path: { indicator, sex }, query: { from: 0, until: 2600, points: 160 } } }))).items ?? []
export const ticket = (id: string, secret: string): Promise<S['Ticket']> => ok(api.POST('/mobile/v1/consults/{id}/ticket', { params: { path: { id } }, body: { secret } }))
