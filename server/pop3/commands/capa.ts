import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { saslMechanisms } from '#server/auth/sasl.ts';
import type { Command } from '../command.ts';

/** RFC 2449 §5: what is offered in this state. */
export const capa: Command = {
  state: 'any',
  run(session) {
    const lines = ['TOP', 'UIDL'];
    // RFC 2449 §6.3: the mechanisms that a password may be given to now.
    if (passwordAllowed(session.connection)) lines.push('USER', `SASL ${saslMechanisms(session.connection.secure).join(' ')}`);
    if (!session.connection.secure && session.state === 'authorization') lines.push('STLS');
    lines.push('PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'UTF8', 'EXPIRE NEVER', 'IMPLEMENTATION Posthorn');
    session.sendLines('Capability list follows', lines);
    return null;
  },
};
