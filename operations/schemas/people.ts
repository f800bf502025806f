import { z } from 'zod';
import { HUMAN_ROLES } from '../../domain/actor.ts';
import { projectSlug, requiredText, timestamp } from './common.ts';

/** In characters. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
const INSTALLATION_ROLES = ['ADMIN', 'MEMBER'] as const;

const personName = requiredText(100).refine((name) => !/[\r\n@]/.test(name), 'must be one line without @');
const email = z.email('is not an e-mail address').max(254).toLowerCase();
const password = z
  .string()
  .min(PASSWORD_LENGTH.min, `needs at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max);
const secretToken = z.string().min(20).max(500);

const membershipSchema = z.strictObject({ project: projectSlug, role: z.enum(HUMAN_ROLES) });

/** With an e-mail address and password, or with a personal key. */
export const signInSchema = z.union([
  z.strictObject({ email, password: z.string().min(1).max(PASSWORD_LENGTH.max) }),
  z.strictObject({ token: z.string().min(1).max(500) }),
]);
export type SignIn = z.output<typeof signInSchema>;

/** Whoever is signed in, with what they may reach. */
export const sessionSchema = z
  .object({
    person: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(INSTALLATION_ROLES) }),
    /** The role in each project that the person sees; an ADMIN of the installation is ADMIN in all of them. */
    projects: z.array(membershipSchema),
    /** False for somebody who signed in with a key and has no password. */
    hasPassword: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionSchema>;

/** What a set-up or invitation link leads to. */
export const setupSchema = z.object({ isSetUp: z.boolean() });
export const completeSetupSchema = z.strictObject({ token: secretToken, name: personName, email, password });
export type CompleteSetup = z.output<typeof completeSetupSchema>;

export const inviteSchema = z.strictObject({
  email,
  role: z.enum(INSTALLATION_ROLES).default('MEMBER'),
  memberships: z.array(membershipSchema).max(100).default([]),
  expiresInHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .default(72),
});
export type Invite = z.output<typeof inviteSchema>;

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(INSTALLATION_ROLES),
    memberships: z.array(membershipSchema),
    invitedBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof invitationSchema>;

/** The link is shown this once: it works for whoever holds it. */
export const createdInvitationSchema = z.object({ invitation: invitationSchema, token: z.string(), path: z.string() });
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>;

export const readInvitationQuery = z.strictObject({ token: secretToken });
export const readInvitationSchema = z.object({ email: z.string(), invitedBy: z.string(), expiresAt: timestamp });
export const acceptInvitationSchema = z.strictObject({ token: secretToken, name: personName, password });
export type AcceptInvitation = z.output<typeof acceptInvitationSchema>;

export const editAccountSchema = z.strictObject({ name: personName });
export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().max(PASSWORD_LENGTH.max),
  newPassword: password,
});
export type ChangePassword = z.output<typeof changePasswordSchema>;

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(INSTALLATION_ROLES),
    memberships: z.array(membershipSchema),
    isDisabled: z.boolean(),
    createdAt: timestamp,
  })
  .meta({ id: 'Person' });
export type PersonView = z.infer<typeof personSchema>;

export const editPersonSchema = z.strictObject({
  role: z.enum(INSTALLATION_ROLES).optional(),
  memberships: z.array(membershipSchema).max(100).optional(),
  /** Signs the person out everywhere and lets their keys stop working; false lets them back in. */
  isDisabled: z.boolean().optional(),
});
export type EditPerson = z.output<typeof editPersonSchema>;

/** Gives a person a role in a project, or takes the membership away with null. */
export const setMemberSchema = z.strictObject({ email, role: z.enum(HUMAN_ROLES).nullable() });
export type SetMember = z.output<typeof setMemberSchema>;
