/** `posthorn completion bash|zsh|fish`: a script for the shell, made of the table of commands. */
import { inputSchema } from '#server/admin/parameters.ts';
import { asOption, operationObjects, operationsOf } from '../operation-command.ts';
import { UsageError } from '../usage-error.ts';

const shells: Record<string, (words: Words) => string> = {
  bash,
  zsh: (words) => `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`,
  fish,
};

interface Words {
  commands: string[];
  objects: { name: string; verbs: { name: string; summary: string; options: string[] }[] }[];
}

export function run(args: string[], commands: string[] = []): Promise<void> {
  const make = shells[args[0] ?? ''];
  if (!make) throw new UsageError('completion needs a shell: bash, zsh or fish. For bash: eval "$(posthorn completion bash)"');
  const objects = operationObjects().map((name) => ({
    name,
    verbs: operationsOf(name).map((operation) => ({
      name: operation.name.slice(name.length + 1),
      summary: operation.summary,
      options: ['--help', '--json', ...Object.keys(inputSchema(operation).properties).map(asOption)],
    })),
  }));
  console.log(make({ commands: [...commands, ...objects.map(({ name }) => name)].sort(), objects }));
  return Promise.resolve();
}

function bash({ commands, objects }: Words): string {
  const verbs = objects.map(({ name, verbs: all }) => `    ${name}) words="${all.map((verb) => verb.name).join(' ')}" ;;`);
  const options = objects.flatMap(({ name, verbs: all }) =>
    all.map((verb) => `    "${name} ${verb.name}") words="${verb.options.join(' ')}" ;;`),
  );
  return [
    '_posthorn() {',
    '  local words=""',
    `  case "$COMP_CWORD" in 1) words="${commands.join(' ')}" ;;`,
    '  2) case "\${COMP_WORDS[1]}" in',
    ...verbs,
    '  esac ;;',
    '  *) case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in',
    ...options,
    '  esac ;; esac',
    '  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _posthorn posthorn',
  ].join('\n');
}

function fish({ commands, objects }: Words): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  return [
    'complete -c posthorn -f',
    `complete -c posthorn -n __fish_use_subcommand -a ${quoted(commands.join(' '))}`,
    ...objects.flatMap(({ name, verbs }) => {
      const all = verbs.map((verb) => verb.name).join(' ');
      return verbs.flatMap((verb) => [
        `complete -c posthorn -n '__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${all}' -a ${verb.name} -d ${quoted(verb.summary)}`,
        ...verb.options.map(
          (option) =>
            `complete -c posthorn -n '__fish_seen_subcommand_from ${name}; and __fish_seen_subcommand_from ${verb.name}' -l ${option.slice(2)}`,
        ),
      ]);
    }),
  ].join('\n');
}
