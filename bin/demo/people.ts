/** Who lives in the demo. */
export const servers = [
  { domain: 'crepes.fr', address: '127.0.0.2' },
  { domain: 'hamburger.edu', address: '127.0.0.3' },
];

export const people = [
  { email: 'alice@crepes.fr', name: 'Alice Martin', password: 'hungry', admin: false },
  { email: 'admin@crepes.fr', name: 'Admin', password: 'hungry-admin', admin: true },
  { email: 'bob@hamburger.edu', name: 'Bob Keller', password: 'hungry', admin: false },
  { email: 'admin@hamburger.edu', name: 'Admin', password: 'hungry-admin', admin: true },
];
