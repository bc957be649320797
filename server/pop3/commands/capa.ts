import type { Command } from '../command.ts';

/** RFC 2449 §5: what is offered in this state. */
export const capa: Command = {
  state: 'any',
  run(session) {
    const lines = ['TOP', 'UIDL'];
    if (session.passwordAllowed) lines.push('USER', 'SASL PLAIN');
    if (!session.connection.secure && session.state === 'authorization') lines.push('STLS');
    lines.push('PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'UTF8', 'EXPIRE NEVER', 'IMPLEMENTATION Posthorn');
    session.sendLines('Capability list follows', lines);
    return null;
  },
};
